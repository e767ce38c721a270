"""A small company that has one of everything, whose things are called what the test wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.command import answerable
from tests.conftest import EXAMPLE_NOW, EXAMPLE_SECRET
from tests.hostile.names import Names

COMPONENTS, PEOPLE, TOPICS, CHANNELS, INCIDENTS, ANSWERS = 14, 3, 4, 5, 13, 12
LINK = "https://x.example.com/a?b=1&lt;=2&c=%3Cscript%3E&d=`$%7B1%7D`|]]"
SITE = "https://status.example.com/"
HOURS = ["always", {"daily": "09:00-17:00"}, {"sat-wed": "08:00-22:00"}]
KINDS = ["x", "mastodon", "email", "telegram", "other"]
PAGES = {
    "index": "home", "incidents": "incidents", "answers": "answers", "changes": "changes",
    "transparency": "transparency", "subscribe": "subscribe", "contact": "contact", "track": "track",
}  # fmt: skip
_ESCAPED = {number: f"\\x{number:02x}" for number in [*range(0x20), *range(0x7F, 0xA0)]}
_ESCAPED |= {number: f"\\u{number:04x}" for number in [*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE]}


def quoted(value: Any) -> str:
    """A value as YAML in one line, its texts in double quotes, with what cannot be seen as escapes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {quoted(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').translate(_ESCAPED) + '"'


def write(folder: Path, name: Names) -> Path:
    """Write the company's project; give its folder."""
    files = {"mkdocs.yml": _settings(name), **{f"content/{path}": text for path, text in _content(name).items()}}
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder


def build(folder: Path, *options: str, code: int = 0, env: dict[str, str] | None = None) -> tuple[Path, str]:
    """Build as of the example's clock; give the site's folder and what was said."""
    env = {"ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET, **(env or {})}
    done = answerable("build", "--now", EXAMPLE_NOW, *options, cwd=folder, env=env, code=code)
    return folder / "site", done.output


def _settings(name: Names) -> str:
    settings = {
        "site_name": name("site"),
        "site_description": name("about-site"),
        "site_author": name("author"),
        "site_url": SITE,
        "docs_dir": "content",
        "theme": {"name": "material", "font": False, "features": ["navigation.tabs", "navigation.footer"]},
        "plugins": ["search", {"answerable": {"websub": "https://hub.example.com/"}}],
        "nav": [f"{page}.md" for page in PAGES],
    }
    return "".join(f"{key}: {quoted(value)}\n" for key, value in settings.items()).replace(
        'font: "False"', "font: false"
    )


def _content(name: Names) -> dict[str, str]:
    files = {f"{page}.md": _page(name, page, template) for page, template in PAGES.items()}
    files |= {"components.yml": _file(_components(name)), "team.yml": _file(_team(name))}
    files |= {"channels.yml": _file(_channels(name)), "policy.yml": _file(_policy(name))}
    files |= {f"incidents/i{n}.md": _incident(name, n) for n in range(INCIDENTS)}
    files |= {f"maintenance/m{n}.md": _maintenance(name, n) for n in range(3)}
    files |= {f"notices/n{n}.md": _notice(name, n) for n in range(2)}
    files |= {f"complaints/c{n}.md": _complaint(name, n) for n in range(ANSWERS)}
    head = "id,channel,topic,priority,received,answered,resolved,outcome,excluded_because\n"
    row = "z{n},ch{c},t{t},normal,2026-10-{d:02}T09:00:00Z,2026-10-{d:02}T10:00:00Z,2026-10-{d:02}T11:00:00Z,solved,\n"
    rows = "".join(row.format(n=n, c=n % CHANNELS, t=n % TOPICS, d=1 + n % 28) for n in range(60))
    files["intake/2026-10.csv"] = head + rows
    return files


def _page(name: Names, page: str, template: str) -> str:
    front = {"title": name(f"page-{page}"), "description": name(f"about-{page}"), "template": f"{template}.html"}
    return f"---\n{_file(front)}---\nOurs.\n"


def _file(value: dict[str, Any]) -> str:
    return "".join(f"{key}: {quoted(one)}\n" for key, one in value.items())


def _components(name: Names) -> dict[str, Any]:
    components = [
        {"id": f"k{n}", "name": name(f"component-{n}"), "description": name(f"described-{n}"), "owner": "p0"}
        | ({"group": f"g{n % 3}"} if n % 4 else {})
        | ({"retired": True} if n == COMPONENTS - 1 else {"since": "2025-03-01"})
        for n in range(COMPONENTS)
    ]
    return {"groups": [{"id": f"g{n}", "name": name(f"group-{n}")} for n in range(3)], "components": components}


def _team(name: Names) -> dict[str, Any]:
    person = [{"id": f"p{n}", "name": name(f"person-{n}"), "role": name(f"role-{n}")} for n in range(PEOPLE)]
    return {"people": [{**one, "initials": "\"<&'>"} for one in person]}


def _channels(name: Names) -> dict[str, Any]:
    return {
        "channels": [
            {
                "id": f"ch{n}",
                "name": name(f"channel-{n}"),
                "kind": KINDS[n],
                "url": LINK,
                "address": name(f"address-{n}"),
                "zone": "Asia/Tehran",
                "hours": HOURS[(n + 1) % 3],
                "exceptions": [{"day": "2026-11-26", "hours": "closed", "why": name(f"why-{n}")}],
                "off_hours": name(f"off-hours-{n}"),
                "answers": ["p0", "p1"],
                "topics": ["t0"],
            }
            for n in range(CHANNELS)
        ]
    }


def _policy(name: Names) -> dict[str, Any]:
    topics = [{"id": f"t{n}", "name": name(f"topic-{n}"), "owner": "p1"} for n in range(TOPICS)]
    security = {"contact": ["mailto:hole@example.com?subject=a&body=%0d%0a", LINK], "expires": "2027-05-01T00:00:00Z"}
    return {
        "organisation": name("organisation"),
        "website": LINK,
        "languages": ["en"],
        "zone": "Asia/Tehran",
        "topics": topics,
        "minimum_n": "5",
        "security": security,
        "checks": {"privacy": "off", "tone": "off"},
    }


def _incident(name: Names, n: int) -> str:
    """The first three are open; of the open ones the newest is pinned and promises more."""
    day = f"2026-11-{23 - n:02}"
    at, over = f"{day}T20:0{n % 10}:00Z", f"{day}T21:00:00Z"
    said: dict[str, Any] = {"at": at, "status": "investigating", "by": f"p{n % PEOPLE}", "text": name(f"said-{n}")}
    said |= {"components": {f"k{n}": "major_outage", f"k{(n + 1) % COMPONENTS}": "partial_outage"}}
    updates: list[Any] = [{**said, "next_update": over}]
    if n > 2:
        updates.append({"at": over, "status": "resolved", "by": "p0", "text": name(f"over-{n}")})
    front = {"title": name(f"incident-{n}"), "impact": "major", "updates": updates}
    return f"---\n{_file(front)}---\n" + ("What was learned.\n" if n == 3 else "")


def _maintenance(name: Names, n: int) -> str:
    day = ("2026-11-24", "2026-12-01", "2026-11-10")[n]
    front: dict[str, Any] = {
        "title": name(f"maintenance-{n}"),
        "components": {f"k{n}": "under_maintenance", "k9": "under_maintenance"},
        "announced": "2026-11-09T10:00:00Z",
        "starts": f"{day}T02:00:00Z",
        "ends": f"{day}T12:00:00Z",
        "by": "p2",
        "text": name(f"planned-{n}"),
    }
    if n == 2:
        front["updates"] = [{"at": f"{day}T01:00:00Z", "status": "cancelled", "by": "p2", "text": name("called-off")}]
    return f"---\n{_file(front)}---\n"


def _notice(name: Names, n: int) -> str:
    front = {"title": name(f"notice-{n}"), "text": name(f"noticed-{n}"), "by": "p1", "link": LINK}
    front |= {"starts": f"2026-11-{20 + n}T09:00:00Z", "ends": "2026-12-20T09:00:00Z"}
    return f"---\n{_file(front)}---\n"


def _complaint(name: Names, n: int) -> str:
    day = f"2026-{11 - n % 2}-{18 - n:02}"
    steps: list[Any] = [
        {"at": f"{day}T10:00:00Z", "did": "answered", "by": "p0"},
        {"at": f"{day}T11:00:00Z", "did": "resolved", "outcome": "declined", "by": "p1", "reason": name(f"reason-{n}")},
        {"at": f"{day}T12:00:00Z", "did": "followed_up", "by": "p2"},
    ]
    customer = {"name": name(f"customer-{n}"), "link": LINK}
    named: dict[str, Any] = {"customer": customer, "quote": name(f"quote-{n}"), "link": LINK}
    front: dict[str, Any] = {
        "title": name(f"answer-{n}"),
        "channel": f"ch{n % CHANNELS}",
        "topic": f"t{n % TOPICS}",
        "component": f"k{n}",
        "incident": f"i{n}",
        "received": f"{day}T09:00:00Z",
        "consent": "named" if n % 2 else "anonymous",
        **(named if n % 2 else {}),
        "steps": steps,
        "said": name(f"complained-{n}"),
        "did": name(f"did-{n}"),
        "changed": name(f"changed-{n}"),
    }
    return f"---\n{_file(front)}---\n"


__all__ = ["SITE", "build", "quoted", "write"]
