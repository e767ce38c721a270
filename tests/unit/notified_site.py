"""A small site that notifies, for the tests of `answerable notify`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from click.testing import Result
from tests.command import answerable
from tests.unit.content import write

NOW = datetime.fromisoformat("2026-11-23T12:00:00+03:30")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class NotifiedSite:
    """A project with a notify.yml, whose records a test writes as time goes by."""

    def __init__(self, folder: Path, notify: str, env: Mapping[str, str], languages: str = "[en]") -> None:
        self.folder, self.now, self.env = folder, NOW, dict(env)
        self.began: dict[str, datetime] = {}
        policy = f"languages: {languages}\ntopics:\n  - {{id: refunds, name: Refunds}}\n"
        components = "components:\n  - {id: checkout, name: Checkout}\n  - {id: app, name: {en: App, fa: برنامه}}\n"
        write(folder, {"notify.yml": notify, "policy.yml": policy, "components.yml": components})
        (folder / "content" / "incidents").mkdir(exist_ok=True)

    @property
    def log(self) -> Path:
        """The delivery log."""
        return self.folder / ".answerable" / "notified.jsonl"

    def incident(self, id: str, *texts: str, title: str = "Payments fail", component: str = "checkout") -> None:
        """Write an incident with these updates, one a minute; the first is a minute old when it is first written."""
        began = self.began.setdefault(id, self.now - timedelta(minutes=1))
        record = f"---\ntitle: {title}\nimpact: major\ncomponents: {{{component}: partial_outage}}\nupdates:\n"
        for number, text in enumerate(texts):
            at = began + timedelta(minutes=number)
            record += f"  - {{at: {at.isoformat()}, status: investigating, by: sahar, text: {text}}}\n"
        path = self.folder / "content" / "incidents" / f"{id}.md"
        path.write_text(record + "---\n", encoding="utf-8")

    def wait(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)

    def run(self, *more: str, code: int = 0) -> str:
        """Run the command and return what it said."""
        return self.result(*more, code=code).output

    def result(self, *more: str, code: int = 0) -> Result:
        """Run the command."""
        options = ("--allow-private", "--now", self.now.isoformat(), *more)
        return answerable("notify", *options, cwd=self.folder, env=self.env, code=code)
