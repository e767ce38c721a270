"""Find files in the wrong place of `content/`, which would silently not be published, and duplicate ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from answerable.content.company_files import COMPANY, FileRead
from answerable.records.files import FrontMatter, display_path, read_text, split_front_matter, unsafe_file, walk_files
from answerable.records.findings import Finding, Level, closest, quoted
from answerable.records.validation.cut_texts import cut_body, cut_text, cut_texts_of_keys
from answerable.records.validation.misnamed import is_leftover, right_name
from answerable.records.validation.shape import finding_at
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc, Tree
from answerable.translation.message import msg

NOT_RECORDS = ("assets", "templates", "intake", "published")
"""Folders of `content/` without records."""
_SITE_TEXTS = ("site_name", "site_description", "copyright", "translations")
_PAGE_TEXTS = ("title", "description", "text")
_ONLY_RECORD_KEYS = frozenset({"received", "starts", "steps", "updates"})
"""Keys that no template has."""
RECORD_KEYS = frozenset(
    {"channel", "components", "consent", "ends", "impact", "received", "starts", "steps", "updates"}
)
"""Keys that only the front matter of a record has."""


def misplaced_files(content: Path, folders: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each file and folder directly below `content` that is not read but looks as if it were.

    `folders` are those of records.
    """
    elsewhere = msg(
        "move it to the folder of its kind in %(name)s: %(folders)s", name=content.name, folders=", ".join(folders)
    )
    for path in _records_elsewhere(content, folders):
        name = (
            display_path(path, content) if path.is_relative_to(content) else path.relative_to(content.parent).as_posix()
        )
        yield Finding(name, 0, 0, msg("a record outside its folder is not published"), elsewhere)
    for path in visible_entries(content):
        if path.is_dir():
            if path.name not in {*folders, *NOT_RECORDS}:
                has_records = any(_is_record(file, content) for file in sorted(path.rglob("*.md")))
                yield _unread(path, content, msg("nothing in this folder is published"), folders, lost=has_records)
        elif path.name in COMPANY:
            continue
        elif path.suffix.lower() in {".yml", ".yaml"}:
            yield _unread(path, content, msg("this file is ignored"), COMPANY)
        elif right := _company_file(path):
            yield Finding(
                display_path(path, content),
                0,
                0,
                msg("this file is ignored"),
                msg("rename it to %(right)s", right=quoted(right)),
            )
        elif _is_record(path, content):
            yield Finding(
                display_path(path, content), 0, 0, msg("a record outside its folder is not published"), elsewhere
            )
        elif _is_intake(path, content):
            suggestion = msg("move it to %(name)s/intake", name=content.name)
            yield Finding(display_path(path, content), 0, 0, msg("rows outside the intake are not counted"), suggestion)


def broken_folders(content: Path, folders: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each folder in whose place there is a file, or a link to nowhere: nothing in it is read."""
    for path in visible_entries(content):
        if path.name in {*folders, *NOT_RECORDS} and not path.is_dir():
            yield Finding(
                display_path(path, content), 0, 0, msg("this is not a folder"), msg("put the folder itself here")
            )


def _records_elsewhere(content: Path, folders: Collection[str]) -> Iterator[Path]:
    """Yield records among the templates and pictures, and in folders of records beside `content` instead of in it."""
    places = [*(content / name for name in ("assets", "templates")), *(content.parent / name for name in folders)]
    own = (place for place in places if not place.is_symlink())  # a linked folder is a finding of its own
    for path in (path for place in own for path in sorted(place.rglob("*.md"))):
        if _ONLY_RECORD_KEYS & _front(path, content).keys():
            yield path


def _company_file(path: Path) -> str:
    """Return the company's file that was meant by another ending or case, as in `team.yml.txt`; "" if none was."""
    right = right_name(path.name, ".yml").lower()
    lost = not path.with_name(right).exists() or not (is_leftover(path.name) or right == path.name.lower())
    return right if right in COMPANY and lost else ""


def _is_intake(path: Path, content: Path) -> bool:
    text = read_text(path, content) if path.suffix.lower() in {".csv", ".tsv"} else ""
    return isinstance(text, str) and {"id", "received"} <= set(re.findall(r"\w+", text.partition("\n")[0].lower()))


def unsafe_files(content: Path) -> Iterator[Finding]:
    """Yield a finding for each page, picture and template that is not read: a link out of its folder, or no file."""
    for path in visible_entries(content):
        if path.suffix == ".md" and (refused := unsafe_file(path, content)):
            yield refused
    for folder in ("assets", "templates"):
        yield from (found for found in walk_files(content / folder, content) if isinstance(found, Finding))


def cut_texts_of_pages(content: Path) -> Iterator[Finding]:
    """Yield a finding for each text that a comment cut short: in mkdocs.yml, or a page's or template's front matter."""
    config = read_text(content.parent / "mkdocs.yml", content.parent)
    if isinstance(config, str):
        tree = read_yaml(config, path="")[0]
        yield from cut_texts_of_keys(_SITE_TEXTS, tree, "mkdocs.yml")
        yield from (cut_text(tree, "mkdocs.yml", loc) for loc in tree.comments if _is_cut_title(tree.value, loc))
    for path in sorted([*content.glob("*.md"), *(content / "templates").glob("*.md")]):
        yield from cut_texts_of_keys(_PAGE_TEXTS, _tree(path, content), display_path(path, content))
    for path in sorted(content.glob("*.md")):
        text = read_text(path, content)
        if isinstance(text, str):
            parts = split_front_matter(text, path="")
            body, line = (parts.body, parts.body_line) if isinstance(parts, FrontMatter) else (text, 1)
            yield from cut_body(body, display_path(path, content), line)


def _is_cut_title(config: Any, loc: Loc) -> bool:
    """Tell whether a value of `nav` is a title whose page a comment cut off, as in `- Error #42: errors.md`."""
    if loc[:1] != ("nav",):
        return False
    for key in loc:
        config = config[key]
    return isinstance(config, str) and not config.endswith((".md", "/")) and "://" not in config


def _is_record(path: Path, content: Path) -> bool:
    return bool(RECORD_KEYS & _front(path, content).keys())


def _front(path: Path, content: Path) -> Mapping[str, object]:
    value = _tree(path, content).value
    return value if isinstance(value, dict) else {}


def _tree(path: Path, content: Path) -> Tree:
    text = read_text(path, content)
    parts = split_front_matter(text, path="") if isinstance(text, str) else text
    return read_yaml(parts.yaml, path="", first_line=parts.yaml_line)[0] if isinstance(parts, FrontMatter) else Tree()


def visible_entries(content: Path) -> list[Path]:
    """Return what stands directly below a folder and is not hidden, ordered by name; nothing if it cannot be read."""
    try:
        return sorted(path for path in content.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _unread(path: Path, content: Path, message: str, names: Collection[str], *, lost: bool = False) -> Finding:
    """Return a finding: an error for a misspelt name and if records are lost, and a note for any other."""
    by_stem = {Path(name).stem: name for name in names}
    near = closest(path.stem, by_stem)
    guess = msg("did you mean %(by_stem)s?", by_stem=quoted(by_stem[near])) if near else ""
    suggestion = guess or msg("known: %(ids)s", ids=", ".join(names))
    return Finding(display_path(path, content), 0, 0, message, suggestion, level="error" if guess or lost else "note")


def refuse_duplicate_ids(company: Iterable[FileRead], records: list[FileRead]) -> None:
    """Add a finding to each record whose id another one of its folder has, and to company files with duplicate ids."""
    first: dict[tuple[str, str], FileRead] = {}
    # A valid record keeps its id; an invalid one does not, nor does a draft.
    for read in sorted(records, key=lambda read: (read.draft, not read.good)):
        _, folder, *_, name = read.path.split("/")
        stem = name.rpartition(".")[0] or name
        holder = first.setdefault((folder, stem), read)
        if holder is not read:
            message = msg("the id %(stem)s is taken by %(path)s", stem=quoted(stem), path=holder.path)
            level: Level = "note" if read.draft else "error"
            read.findings.append(Finding(read.path, 0, 0, message, msg("rename this file"), level=level))
    for read in company:
        read.findings.extend(_duplicates_in(read))


def _duplicates_in(read: FileRead) -> Iterator[Finding]:
    for name in type(read.part).model_fields if read.part else ():
        seen: set[str] = set()
        entries = getattr(read.part, name)
        for number, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            id = getattr(entry, "id", None)
            if id in seen:
                yield finding_at(
                    read.tree,
                    read.path,
                    (name, number, "id"),
                    msg("the id %(id)s is given twice", id=quoted(id)),
                    msg("give each its own"),
                )
            if id:
                seen.add(id)
