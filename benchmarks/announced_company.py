"""The company whose incident is announced on real servers, from its first update to its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FILES = {
    "mkdocs.yml": "site_name: Baran\nsite_url: https://status.example.com/\ntheme: {name: material}\n"
    "docs_dir: content\n",
    "content/index.md": "---\ntemplate: home.html\n---\n",
    "content/components.yml": "components:\n  - {id: shop, name: Shop}\n",
    "content/team.yml": "people:\n  - {id: sahar, name: Sahar Kiani}\n",
    "content/policy.yml": "pin_after_resolved: 2h\ntopics:\n  - {id: quality, name: Quality}\n",
}
UPDATES = (
    ("2026-11-24T10:00:00Z", "investigating", "One order in three fails. See https://shop.example.com/ for others."),
    ("2026-11-24T10:30:00Z", "identified", "بانک ما کارت‌ها را رد می‌کند 🏦 and we are on it."),
    ("2026-11-24T11:00:00Z", "resolved", "Cards work again."),
)
WHEN = ("2026-11-24T10:05:00Z", "2026-11-24T10:35:00Z", "2026-11-24T11:05:00Z", "2026-11-24T14:00:00Z")


def write(folder: Path, channel: str, updates: int, link: str = "", withdrawn: str = "") -> None:
    """Write the records up to an update, a channel with this `announce`, and a complaint if a link is given."""
    lines = "".join(
        f"  - {{at: {at}, status: {status}, by: sahar, text: {json.dumps(text, ensure_ascii=False)}}}\n"
        for at, status, text in UPDATES[:updates]
    )
    front = f"title: Cards fail\nimpact: major\n{withdrawn}updates:\n{lines}"
    files = FILES | {
        "content/channels.yml": f"channels:\n  - {{id: here, name: Here, announce: {channel}}}\n",
        "content/incidents/2026-11-24-cards.md": f"---\n{front}---\n",
    }
    if link:
        files["content/complaints/2026-11-23-eggs.md"] = (
            "---\ntitle: Broken eggs\nchannel: here\ntopic: quality\nreceived: 2026-11-23T09:00:00Z\n"
            f"consent: named\nlink: {link}\ndid: We pack eggs on top now.\n"
            "steps:\n  - {at: 2026-11-24T09:00:00Z, did: resolved, outcome: solved, by: sahar}\n---\n"
        )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def announce(folder: Path, now: str, token: str) -> str:
    """Run the command, print what it printed, and return that."""
    command = [sys.executable, "-m", "answerable", "announce", "--allow-private", "--now", now]
    environment = {**os.environ, "ANSWERABLE_HERE_TOKEN": token}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    print(f"{now} (exit {done.returncode})\n  " + (done.stdout + done.stderr).strip().replace("\n", "\n  "))
    return done.stdout
