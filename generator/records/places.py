"""What stands in `content/` where nobody would look for it: records and company files that would be lost unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generator.records.company_files import COMPANY
from generator.records.files import read_text, shown
from generator.records.findings import Finding, closest, quoted
from generator.records.frontmatter import Parts, split
from generator.records.yamltree import read_yaml

NOT_RECORDS = ("assets", "templates", "intake", "published")
"""Folders of `content/` that hold other things than records."""
_OF_RECORDS = frozenset(
    {"channel", "components", "consent", "ends", "impact", "received", "starts", "steps", "updates"}
)


def misplaced(content: Path, folders: Collection[str]) -> Iterator[Finding]:
    """A finding for each thing right below `content` that is not read, though somebody may think that it is.

    `folders` are those of records.
    """
    for path in _entries(content):
        if path.is_dir():
            if path.name not in {*folders, *NOT_RECORDS}:
                yield _unread(path, content, "nothing in this folder is published", folders)
        elif path.suffix in {".yml", ".yaml"} and path.name not in COMPANY:
            yield _unread(path, content, "this file is not read", COMPANY)
        elif path.suffix == ".md" and _is_record(path, content):
            right = f"move it to the folder of its kind: {', '.join(folders)}"
            yield Finding(shown(path, content), 0, 0, "a record outside its folder is not published", right)


def is_page(path: Path, content: Path) -> bool:
    """Whether a Markdown file right below `content` is a page of the site: no record, and no draft."""
    front = _front(path, content)
    return not (_OF_RECORDS & front.keys() or str(front.get("draft", "")).lower() in {"true", "yes", "on", "1"})


def _is_record(path: Path, content: Path) -> bool:
    return bool(_OF_RECORDS & _front(path, content).keys())


def _front(path: Path, content: Path) -> Mapping[str, object]:
    text = read_text(path, content)
    parts = split(text, path="") if isinstance(text, str) else text
    value = read_yaml(parts.yaml, path="")[0].value if isinstance(parts, Parts) else None
    return value if isinstance(value, dict) else {}


def _entries(content: Path) -> list[Path]:
    try:
        return sorted(path for path in content.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _unread(path: Path, content: Path, message: str, names: Collection[str]) -> Finding:
    """A misspelt name loses records and is an error; any other is the team's own affair."""
    by_stem = {Path(name).stem: name for name in names}
    near = closest(path.stem, by_stem)
    guess = f"did you mean {quoted(by_stem[near])}?" if near else ""
    right = guess or f"known: {', '.join(names)}"
    return Finding(shown(path, content), 0, 0, message, right, level="error" if guess else "note")
