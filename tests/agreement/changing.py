"""A small project and the edits that people, machines and time make to it; each edit depends on a number alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = """site_name: {name}
site_url: https://status.example.com/
docs_dir: content
theme: {{name: material, font: false{custom}}}
plugins: [search, answerable: {{precompress: [{precompress}]}}]
"""
PAGES = ("index", "incidents", "answers", "changes", "transparency", "subscribe", "contact", "track")
WORDS = (
    "Orders wait",
    "Some pay twice",
    "The map is slow",
    "Call 0912 345 6789",
    "Sam helped",
    "All is well",
    "**Sorry**",
)
STAGES = ("investigating", "identified", "monitoring", "resolved")
IMPACTS = ("none", "minor", "major", "critical")
CONSENTS = ("none", "anonymous", "named")
POLICIES = (
    "",
    "pin_after_resolved: 12h\n",
    "zone: Asia/Tehran\n",
    "organisation: Orders\n",
    "languages: [en, fa]\n",
    "calendar: {en: persian}\n",
    "publish: [status]\n",
    "publish: [answers]\n",
    "privacy: {regions: [IR], allow: [0912 345 6789]}\n",
    "privacy: {codes: [{name: code, pattern: 'Orders'}]}\n",
    "checks: {privacy/name: error}\n",
    "targets: {normal: 1h}\n",
    "zone: [\n",
)


@dataclass
class Project:
    """A project on disk, and the clock of its next build."""

    folder: Path
    now: datetime = NOON

    @property
    def content(self) -> Path:
        """The folder of its records."""
        return self.folder / "content"

    def write(self, path: str, text: str) -> None:
        """Write a file below the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def at(self, number: int) -> str:
        """An instant in the months around the clock."""
        return (self.now - timedelta(hours=number % 97 * 19 - 30, minutes=number % 7)).isoformat()

    def records(self) -> list[Path]:
        """All files of records and of their translations, by name."""
        return sorted(path for path in self.content.rglob("*.md") if path.parent != self.content)


def begin(folder: Path) -> Project:
    """Write a project with some records of each kind."""
    project = Project(folder)
    project.write("mkdocs.yml", SETTINGS.format(name="Shop", custom="", precompress="gzip"))
    for page in PAGES:
        project.write(f"content/{page}.md", f"---\ntitle: {page}\ntemplate: {_template(page)}.html\n---\n")
    project.write("content/policy.yml", _policy(0))
    for number in range(3):
        for edit in (company, incident, complaint, maintenance, notice):
            edit(project, number * 7)
    return project


def _template(page: str) -> str:
    return "home" if page == "index" else page


def _policy(number: int) -> str:
    return f"topics: [{{id: late, name: Late}}, {{id: odd, name: Odd}}]\n{POLICIES[number % len(POLICIES)]}"


def policy(project: Project, number: int) -> None:
    """Change the policy."""
    project.write("content/policy.yml", _policy(number))


def company(project: Project, number: int) -> None:
    """Change the components, the channels or the team."""
    name, kept = WORDS[number % 3], "" if number % 5 else ", retired: true"
    hours = f"hours: {{daily: 08:00-20:00}}, holidays: {('IR', 'DE-BE')[number % 2]}"
    shop = f"{{id: shop, name: {name}, since: 2026-09-01{kept}}}"
    files = (
        ("components", f"components: [{{id: app, name: App}}, {shop}]\n"),
        ("channels", f"channels: [{{id: x, name: {name}, kind: x, url: 'https://x.com/b', {hours}}}]\n"),
        ("team", f"people: [{{id: sam, name: {'Sam' if number % 2 else 'Kim'}}}]\n"),
    )
    for file, text in files if number < 21 else [files[number % 3]]:
        project.write(f"content/{file}.yml", text)


def incident(project: Project, number: int) -> None:
    """Write an incident, a new one or in the place of another."""
    started = project.now - timedelta(hours=number % 83 * 17)
    stages = STAGES[: 1 + number % 4]
    updates = "".join(
        f"  - {{at: '{(started + timedelta(minutes=20 * place)).isoformat()}', status: {stage}, by: sam, "
        f"text: '{WORDS[(number + place) % len(WORDS)]}'}}\n"
        for place, stage in enumerate(stages)
    )
    more = ("", "pinned: false\n", "draft: true\n", "withdrawn: Not ours.\n", "", "")[number % 6]
    project.write(
        f"content/incidents/i{number % 9}.md",
        f"---\ntitle: {WORDS[number % 3]} {number}\nimpact: {IMPACTS[number % 4]}\n"
        f"components: {{{('app', 'shop', 'gone')[number % 3]}: partial_outage}}\n{more}updates:\n{updates}---\n"
        f"{'Why it was.' if number % 2 else ''}\n",
    )


def complaint(project: Project, number: int) -> None:
    """Write a complaint, open or resolved."""
    received = project.now - timedelta(hours=number % 89 * 21 + 3)
    ended = f"  - {{at: '{(received + timedelta(hours=2)).isoformat()}', did: resolved, outcome: solved}}\n"
    consent = CONSENTS[number % 3]
    project.write(
        f"content/complaints/c{number % 9}.md",
        f"---\ntitle: {WORDS[number % 5]} {number}\nchannel: x\ntopic: {('late', 'odd')[number % 2]}\n"
        f"received: '{received.isoformat()}'\nconsent: {consent}\n"
        + (f"incident: i{number % 4}\n" if number % 2 else "component: app\n")
        + ("customer: {name: Lee Poe}\n" if consent == "named" else "")
        + f"steps:\n  - {{at: '{(received + timedelta(hours=1)).isoformat()}', did: answered, by: sam}}\n"
        + (ended if number % 4 else "")
        + f"said: {WORDS[number % 3]}.\ndid: We looked.\n"
        + (f"changed: {WORDS[number % 3]} no more.\n" if number % 3 else "")
        + "---\n",
    )


def intake(project: Project, number: int) -> None:
    """Write a file of the intake, new or in the place of another; or leave one out, or give it another name."""
    found = sorted((project.content / "intake").glob("*.csv"))
    if found and number % 5 == 0:
        found[number % len(found)].unlink()
    elif found and number % 5 == 1:
        found[number % len(found)].rename(found[0].with_name(f"{number % 4}.csv"))
    else:
        rows = "".join(
            f"r{number % 7 + place},{('x', 'x', 'fax')[place % 3]},late,{project.at(number + place)},"
            f"{'spam' if place % 4 == 3 else ''}\n"
            for place in range(number % 9)
        )
        project.write(f"content/intake/{number % 4}.csv", f"id,channel,topic,received,excluded_because\n{rows}")


def maintenance(project: Project, number: int) -> None:
    """Write a maintenance, ahead or over."""
    starts = project.now + timedelta(hours=number % 61 * 5 - 150)
    project.write(
        f"content/maintenance/m{number % 4}.md",
        f"---\ntitle: Work {number}\ncomponents: {{app: under_maintenance}}\nstarts: '{starts.isoformat()}'\n"
        f"ends: '{(starts + timedelta(hours=2)).isoformat()}'\ntext: New disks.\n---\n",
    )


def notice(project: Project, number: int) -> None:
    """Write a pinned notice."""
    starts = project.now + timedelta(hours=number % 13 - 9)
    project.write(
        f"content/notices/n{number % 3}.md",
        f"---\ntitle: Beware {number}\nimpact: {IMPACTS[number % 4]}\nstarts: '{starts.isoformat()}'\n"
        f"ends: '{(starts + timedelta(hours=1 + number % 30)).isoformat()}'\ntext: {WORDS[number % 5]}.\n---\n",
    )


def translation(project: Project, number: int) -> None:
    """Translate the body of an incident, or take that back."""
    found = sorted((project.content / "incidents").glob("i?.md"))
    if found:
        file = found[number % len(found)].with_suffix(".fa.md")
        file.unlink() if number % 3 == 0 and file.exists() else file.write_text(f"چرا {number}\n", encoding="utf-8")


def word(project: Project, number: int) -> None:
    """Change one word of a record."""
    for path in project.records()[number % 5 :: 5][:1]:
        path.write_text(path.read_text("utf-8").replace("title: ", f"title: So{number} ", 1), "utf-8")


def delete(project: Project, number: int) -> None:
    """Delete a record."""
    found = project.records()
    if found:
        found[number % len(found)].unlink()


def rename(project: Project, number: int) -> None:
    """Give a record another id, or one that another had."""
    found = project.records()
    if found:
        path = found[number % len(found)]
        path.rename(path.with_name(f"{path.stem[0]}{number % 12}.md"))


def swap(project: Project, number: int) -> None:
    """Let two records change places, with their times."""
    found = sorted((project.content / "incidents").glob("*.md"))
    if len(found) > 1:
        one, other = found[number % len(found)], found[(number + 1) % len(found)]
        one.rename(one.with_name("aside"))
        other.rename(one)
        one.with_name("aside").rename(other)


def damage(project: Project, number: int) -> None:
    """Break a record's file."""
    found = project.records()
    if found:
        path = found[number % len(found)]
        content = path.read_bytes()
        broken = (content[: len(content) // 2], content + b"\xff", content.replace(b"title:", b"titel:"), b"")
        path.write_bytes(broken[number % 4])


def backdate(project: Project, number: int) -> None:
    """Change a record, and set its time back to what it was, as some programs do."""
    found = project.records()
    if found:
        path = found[number % len(found)]
        before = path.stat()
        content = path.read_bytes()
        path.write_bytes(content.replace(b"o", b"0") if number % 2 else content.swapcase())
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def own_page(project: Project, number: int) -> None:
    """Change a page of the team's own."""
    page = PAGES[number % len(PAGES)]
    front = f"---\ntitle: {page}\ntemplate: {_template(page)}.html\n---\n"
    project.write(f"content/{page}.md", f"{front}{WORDS[number % 7]}.\n")


def template(project: Project, number: int) -> None:
    """Change the theme's templates or the site's settings."""
    project.write("overrides/partials/copyright.html", f"<p>{WORDS[number % 3]}</p>\n")
    custom = ", custom_dir: overrides" if number % 3 else ""
    precompress = ("gzip", "gzip, brotli", "")[number % 5 % 3]
    name = "Shop" if number % 4 else "Sam's"
    project.write("mkdocs.yml", SETTINGS.format(name=name, custom=custom, precompress=precompress))


def clock(project: Project, number: int) -> None:
    """Let time go on, by minutes or by months."""
    project.now += timedelta(minutes=(1, 7, 45, 200, 1500, 9000, 50_000)[number % 7])


def month_end(project: Project, number: int) -> None:
    """Let time go on to the last seconds of a month, or to the first ones of the next."""
    begin = (project.now.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0)
    project.now = begin + timedelta(seconds=number % 3 - 1, hours=-(number % 2) * 3.5)


def hour_end(project: Project, number: int) -> None:
    """Let time go on to the last second of an hour, up to which badges stay, or to the first one of the next."""
    project.now = project.now.replace(minute=0, second=0) + timedelta(hours=1, seconds=number % 3 - 1)


def clock_back(project: Project, number: int) -> None:
    """Build as of an earlier time."""
    project.now -= timedelta(minutes=(3, 90, 2000)[number % 3])


def cache(project: Project, number: int) -> None:
    """Lose the cache, cut it short, damage it, or take one that is older."""
    file, old = project.folder / ".answerable/build.sqlite3", project.folder / "old.sqlite3"
    if not file.exists():
        return
    content = file.read_bytes()
    middle = len(content) * (number % 10) // 10
    if number % 5 == 0:
        file.unlink()
    elif number % 5 == 1:
        file.write_bytes(content[:middle])
    elif number % 5 == 2:
        file.write_bytes(content[:middle] + bytes(300) + content[middle + 300 :])
    elif old.exists():
        shutil.copy(old, file)
    else:
        shutil.copy(file, old)


def live_site(project: Project, number: int) -> None:
    """Lose the live site, or some of its files, or have them with other times or contents.

    The site map stays, since a folder without one is not replaced: it could be somebody's.
    """
    files = sorted(path for path in (project.folder / "site").rglob("*") if path.is_file())
    for path in (one for one in files[number % 11 :: 11] if one.name != "sitemap.xml"):
        if number % 5 == 0:
            path.unlink()
        elif number % 5 == 1:
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content)
        elif number % 5 == 2:
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content[: len(content) // 2])
        elif number % 5 == 3:
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content.swapcase())
    if number % 5 == 4:
        shutil.rmtree(project.folder / "site", ignore_errors=True)


EDITS: tuple[Callable[[Project, int], None], ...] = (
    word, incident, complaint, intake, notice, maintenance, clock, delete, rename, swap, damage, backdate, company,
    policy, own_page, translation, template, clock_back, hour_end, month_end, cache, live_site,
)  # fmt: skip
