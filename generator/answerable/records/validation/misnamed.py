"""Recognise the names of files that were meant to be read but have the wrong ending, such as `outage.md.txt`.

Editors and mail programs add endings that nobody sees; without a finding such a file would silently not be published.
"""

from __future__ import annotations

import re

_LEFTOVERS = ("~", ".swp", ".swo", ".swx", ".bak", ".tmp", ".orig", ".part", "#")
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})
_TEXT = (
    ".txt", ".text", ".markdown", ".mdown", ".mkdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdx", ".yml", ".yaml",
)  # fmt: skip
_OFFICE = (".rtf", ".doc", ".docx", ".odt", ".pages")
_TABLE = (".tsv", ".tab", ".xls", ".xlsx", ".ods", ".numbers", ".gz", ".zip", ".json", ".jsonl")
_KEY = re.compile(
    r"^[\"']?(title|impact|updates|components|channel|received|steps|starts|ends|consent)[\"']?\s*:"
    r"|^[\"']?id[\"']?[,;\t]",
    re.MULTILINE,
)
_README = re.compile(r"readme\b", re.IGNORECASE)


def is_leftover(name: str) -> bool:
    """Return whether an editor or the system makes files of such a name: hidden, backup and temporary ones."""
    return name.startswith((".", "#", "~$")) or name.endswith(_LEFTOVERS) or name.lower() in _OF_SYSTEMS


def is_readme(name: str) -> bool:
    """Return whether a file of such a name explains its folder to the team."""
    return bool(_README.match(name))


def right_name(name: str, ending: str) -> str:
    """Return the name with the right ending in place of all others, or "" for a hidden file."""
    stem = name.strip().strip("#")
    endings = (ending, ".", *_LEFTOVERS, *_TEXT, *_OFFICE, *_TABLE)
    while found := next((one for one in endings if stem.lower().endswith(one)), ""):
        stem = stem[: -len(found)].rstrip()
    return stem + ending if stem and not name.startswith((".", "~$")) else ""


def has_mistaken_ending(name: str, ending: str) -> bool:
    """Return whether people or programs give such an ending to a file that should have `ending`."""
    if is_readme(name):
        return False
    mistaken = _OFFICE if ending == ".md" else _TABLE
    return name.lower().rstrip(". ").endswith((ending, *_TEXT, *mistaken))


def must_be_converted(name: str) -> bool:
    """Return whether a file of such a name has another format, so that another name is not enough."""
    return name.lower().endswith((*_OFFICE, *_TABLE))


def reads_like_a_record(text: str) -> bool:
    """Return whether a text begins with a front matter, or has a line such as `title: …` or a header of the intake."""
    return text.lstrip("\ufeff \t\r\n").startswith("---") or bool(_KEY.search(text))
