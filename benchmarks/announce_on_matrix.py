"""Announces in a room of a real Matrix server, from an incident's first update until it is withdrawn.

    python benchmarks/announce_on_matrix.py http://127.0.0.1:8008

The server is Synapse with `enable_registration`, `enable_registration_without_verification` and a generous
`rc_message`. It prints what stands in the room after each run, and fails if anything stands there twice.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from announced_company import WHEN, announce, write


class Room:
    """A room of its own with an account of its own."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=f"{url}/_matrix/client/v3/", timeout=20, trust_env=False)
        who = {
            "username": f"baran{secrets.token_hex(3)}",
            "password": secrets.token_hex(9),
            "auth": {"type": "m.login.dummy"},
        }
        self.token = str(self.client.post("register", json=who).raise_for_status().json()["access_token"])
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        self.alias = f"room{secrets.token_hex(3)}"
        made = self.client.post("createRoom", json={"room_alias_name": self.alias, "preset": "public_chat"})
        self.id = quote(str(made.raise_for_status().json()["room_id"]), safe="")

    def events(self) -> list[dict[str, Any]]:
        """Return all messages, changes and deletions, oldest first."""
        query = {"dir": "b", "limit": "200"}
        chunk = self.client.get(f"rooms/{self.id}/messages", params=query).raise_for_status().json()["chunk"]
        return [one for one in chunk[::-1] if one["type"] in ("m.room.message", "m.room.redaction")]

    def pinned(self) -> list[str]:
        """Return the ids of what is pinned."""
        reply = self.client.get(f"rooms/{self.id}/state/m.room.pinned_events/")
        return [] if reply.status_code == 404 else list(reply.json()["pinned"])

    def show(self) -> list[str]:
        """Print the messages, and return their texts; fail if one stands there twice."""
        texts = []
        for event in self.events():
            relation = event["content"].get("m.relates_to", {})
            if (
                event["type"] != "m.room.message"
                or "body" not in event["content"]
                or relation.get("rel_type") == "m.replace"
            ):
                continue
            change = event.get("unsigned", {}).get("m.relations", {}).get("m.replace", {}).get("content", {})
            text = change.get("m.new_content", event["content"])["body"]
            marks = f"{'PINNED ' if event['event_id'] in self.pinned() else ''}{'reply ' if relation else ''}"
            print(f"    {marks}{text.split(chr(10))[0]!r}")
            texts.append(text)
        assert len(texts) == len(set(texts)), "a message stands there twice"
        return texts


def rehearse(url: str, folder: Path, updates: str, *, lose_log: bool) -> None:
    """Go through the incident in a new room; with `lose_log` the log is lost after each run."""
    room = Room(url)
    channel = f"{{server: '{url}', account: '#{room.alias}:localhost', network: matrix, updates: {updates}}}"
    for number, now in enumerate((*WHEN, WHEN[-1]), start=1):
        withdrawn = "withdrawn: It was a test.\n" if number > len(WHEN) else ""
        write(folder, channel, number, withdrawn=withdrawn)
        announce(folder, now, room.token)
        before = (room.show(), len(room.events()), room.pinned())
        if lose_log:
            (folder / ".answerable" / "announced.json").unlink()
        announce(folder, now, room.token)
        assert before == (room.show(), len(room.events()), room.pinned()), "a second run changed something"
    assert before[0] == [] and before[2] == [], "something is left"


def main() -> None:
    """Go through it with each way to follow updates, with a log that is kept, and with one that is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    url = parser.parse_args().url
    for updates in ("edit", "thread"):
        for lose_log in (False, True):
            with tempfile.TemporaryDirectory() as name:
                rehearse(url, Path(name), updates, lose_log=lose_log)
            print(f"{updates}, log {'lost' if lose_log else 'kept'}: each message once, a second run sent nothing")


if __name__ == "__main__":
    main()
