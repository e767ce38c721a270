"""Announces on a real Bluesky server on loopback: an incident from its first update to its end, each step run twice.

    python benchmarks/announce_on_bluesky.py FOLDER [--node NODE]

FOLDER holds the npm packages @atproto/dev-env 0.6 and its better-sqlite3, built; NODE is version 22 or newer. It prints
what stands on the profile after each run, and fails if anything stands there twice.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from announced_company import WHEN, announce, write

HERE = Path(__file__).resolve().parent
PASSWORD = "a-password-of-nobody"  # noqa: S105 (of a server that lives for a minute)


@contextmanager
def server(folder: Path, node: str) -> Iterator[str]:
    """Run the server, and yield its address."""
    command = [node, str(HERE / "bluesky_server.mjs"), str(folder)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        line = next(line for line in process.stdout if line.startswith("PDS "))
        yield line.split()[1]
    finally:
        process.kill()


class Pds:
    """The server, as somebody else sees it."""

    def __init__(self, url: str) -> None:
        self.url, self.client = url, httpx.Client(base_url=f"{url}/xrpc/", timeout=20, trust_env=False)

    def account(self, handle: str) -> dict[str, Any]:
        """Make an account."""
        content = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
        return dict(self.client.post("com.atproto.server.createAccount", json=content).raise_for_status().json())

    def put(self, who: dict[str, Any], collection: str, record: dict[str, Any], key: str = "") -> dict[str, Any]:
        """Write a record as somebody, at a place of its own without `key`."""
        content = {"repo": who["did"], "collection": collection, "record": record} | ({"rkey": key} if key else {})
        method = "com.atproto.repo.putRecord" if key else "com.atproto.repo.createRecord"
        headers = {"Authorization": f"Bearer {who['accessJwt']}"}
        return dict(self.client.post(method, json=content, headers=headers).raise_for_status().json())

    def posts(self, did: str) -> list[dict[str, Any]]:
        """Return the account's posts, oldest first."""
        query = {"repo": did, "collection": "app.bsky.feed.post", "reverse": "true"}
        return list(self.client.get("com.atproto.repo.listRecords", params=query).raise_for_status().json()["records"])

    def profile(self, did: str) -> dict[str, Any]:
        """Return the account's profile."""
        query = {"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        return dict(self.client.get("com.atproto.repo.getRecord", params=query).raise_for_status().json()["value"])

    def commits(self, did: str) -> str:
        """Return the repository's newest revision, which changes with each commit."""
        return str(self.client.get("com.atproto.sync.getLatestCommit", params={"did": did}).json()["rev"])


def show(pds: Pds, did: str) -> list[str]:
    """Print the posts and the pin, and return the texts; fail if one stands there twice."""
    posts, pinned = pds.posts(did), pds.profile(did).get("pinnedPost", {}).get("uri")
    for post in posts:
        value = post["value"]
        marks = f"{'PINNED ' if post['uri'] == pinned else ''}{'reply ' if 'reply' in value else ''}"
        links = [feature["uri"] for facet in value.get("facets", ()) for feature in facet["features"]]
        print(f"    {marks}{value['text'].split(chr(10))[0]!r} {links}")
    texts = [post["value"]["text"] for post in posts]
    assert len(texts) == len(set(texts)), "a post stands there twice"
    return texts


def rehearse(pds: Pds, folder: Path, handle: str, *, lose_log: bool) -> None:
    """Go through the incident with a new account; with `lose_log` the log is lost after each run."""
    baran, mina = pds.account(f"{handle}.test"), pds.account(f"mina-{handle}.test")
    complaint = {"$type": "app.bsky.feed.post", "text": "Eggs broken again!", "createdAt": "2026-11-23T09:00:00.000Z"}
    thread = pds.put(mina, "app.bsky.feed.post", complaint)
    old = pds.put(baran, "app.bsky.feed.post", {**complaint, "text": "We are Baran."})
    own = {"uri": old["uri"], "cid": old["cid"]}
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Baran", "pinnedPost": own}
    pds.put(baran, "app.bsky.actor.profile", profile, "self")
    link = f"https://bsky.app/profile/{mina['did']}/post/{thread['uri'].rpartition('/')[2]}"
    for number, now in enumerate(WHEN, start=1):
        write(folder, f"{{server: '{pds.url}', account: {handle}.test, network: bluesky}}", number, link)
        announce(folder, now, PASSWORD)
        before = (show(pds, baran["did"]), pds.commits(baran["did"]))
        if lose_log:
            (folder / ".answerable" / "announced.json").unlink()
        announce(folder, now, PASSWORD)
        after = ([post["value"]["text"] for post in pds.posts(baran["did"])], pds.commits(baran["did"]))
        assert before == after, "a second run changed something"
    found = pds.profile(baran["did"])
    assert found == (profile if not lose_log else {key: profile[key] for key in ("$type", "displayName")})


def main() -> None:
    """Go through it with a log that is kept, and with one that is lost again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--node", default="node")
    given = parser.parse_args()
    with server(given.folder.resolve(), given.node) as url:
        for handle, lose_log in (("kept", False), ("lost", True)):
            with tempfile.TemporaryDirectory() as name:
                rehearse(Pds(url), Path(name), handle, lose_log=lose_log)
            print(f"log {handle}: each post stands there once, and a second run made no commit")
    print("with the log kept, the post that was pinned before is pinned again")


if __name__ == "__main__":
    main()
