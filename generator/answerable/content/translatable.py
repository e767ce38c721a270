"""The texts of a site that translators translate, each with its place, and the languages in which it is there.

Only what is published counts: a complaint without consent, a draft or a reply kept for checks never leaves the team.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from answerable.content.body_translations import translation_path
from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.instants import format_instant, parse_instant
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record, Step
from answerable.records.templates import read_templates
from answerable.records.text import Text
from answerable.records.vocabulary import Consent
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc

KINDS = ("incident", "maintenance", "notice", "complaint", "company", "template")
BODY = "body"
"""The key of what follows the front matter of a record. Its translations stand in files of their own."""
_TEMPLATE_TEXTS = ("title", "text")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text at `loc` in the file at `path`, which is relative to `content/`.

    `key` names the place so that it stays the same when entries are added before it: entries of a list have their id or
    their instant. `about` is the title of the record, or the name of the file.
    """

    path: str
    loc: Loc
    key: str
    text: Text
    kind: str
    about: str = ""

    def file(self, language: str) -> str:
        """Return the path of the file in which the words in a language stand."""
        return translation_path(self.path, language) if self.key == BODY else self.path

    def source(self, language: str, first: str) -> tuple[str, str]:
        """Return the words to translate into a language, and theirs: the first language, else any other one.

        Both are empty if there is no other.
        """
        others = {name or first: words for name, words in self.text.by_language.items() if (name or first) != language}
        found = first if first in others else next(iter(others), "")
        return others.get(found, ""), found

    def words(self, language: str, first: str) -> str:
        """Return the words in a language; empty if there are none."""
        return self.text.only_in(language, first)


def published_texts(ledger: Ledger, content: Path) -> Iterator[TextPlace]:
    """Yield the texts of everything that is published, newest records first, and those of holding texts."""
    yield from (place for record in published_records(ledger) for place in texts_of_record(record))
    yield from company_texts(ledger, content)
    for template in read_templates(content):
        for key in _TEMPLATE_TEXTS:
            if text := _as_text(template.front.get(key)):
                yield TextPlace(f"templates/{template.id}.md", (key,), key, text, "template", template.id)


def published_records(ledger: Ledger) -> Iterator[Record]:
    """Yield the records whose texts are published: complaints only once resolved, and with consent."""
    yield from sorted(ledger.every_incident, key=lambda one: one.started_at, reverse=True)
    yield from sorted(ledger.every_maintenance, key=lambda one: one.starts, reverse=True)
    yield from ledger.notices
    yield from (one for one in ledger.complaints if one.consent is not Consent.NONE and one.resolution)


def texts_of_record(record: Record) -> Iterator[TextPlace]:
    """Yield the published texts of a record; of one that was withdrawn only why."""
    kind = next(name for model, name in _RECORDS.items() if isinstance(record, model))
    about = str(getattr(record, "title", ""))
    for loc, key, text in _inside(record, (), ""):
        if not record.withdrawn or loc == ("withdrawn",):
            yield TextPlace(record.path, loc, key, text, kind, about)
    if isinstance(record, Incident | Maintenance) and record.whole_body and not record.withdrawn:
        yield TextPlace(record.path, (BODY,), BODY, record.whole_body, kind, about)


def company_texts(ledger: Ledger, content: Path) -> Iterator[TextPlace]:
    """Yield the texts of the company's files; a component or a person that only records name has none."""
    files: dict[str, tuple[tuple[str, Sequence[BaseModel]], ...]] = {
        "components.yml": (("groups", ledger.groups), ("components", ledger.every_component)),
        "channels.yml": (("channels", ledger.channels),),
        "team.yml": (("people", ledger.people),),
        "policy.yml": (("topics", ledger.topics),),
    }
    for path, lists in files.items():
        written = written_texts(content, path)
        found = [one for name, parts in lists for one in _of_list(parts, (name,), name)]
        if path == "policy.yml" and ledger.policy.organisation:
            found.append((("organisation",), "organisation", ledger.policy.organisation))
        for _, key, text in found:
            if key in written:
                yield TextPlace(path, written[key][0], key, text, "company", path)


def written_texts(content: Path, path: str, text: str | None = None) -> dict[str, tuple[Loc, Any]]:
    """Return all values of a file of `content/` by their keys, each with its place in the YAML.

    `text` is what the file holds, if it is not what it holds now. Empty if it cannot be read.
    """
    given = read_text(content / path, content) if text is None else text
    if isinstance(given, Finding):
        return {}
    if path.endswith(".md"):
        parts = split_front_matter(given, path="")
        given = "" if isinstance(parts, Finding) else parts.yaml
    return {key: (loc, value) for key, loc, value in _written(read_yaml(given, path="")[0].value, "", ())}


def _written(value: Any, key: str, loc: Loc) -> Iterator[tuple[str, Loc, Any]]:
    if loc:
        yield key, loc, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _written(one, f"{key}.{name}" if key else str(name), (*loc, name))
    elif isinstance(value, list):
        given = [item if isinstance(item, dict) else {} for item in value]
        names = _distinct(item.get("id") or _instant(item.get("at")) or item.get("day") for item in given)
        for number, (name, one) in enumerate(zip(names, value, strict=True)):
            yield from _written(one, f"{key}[{name}]", (*loc, number))


def _instant(value: object) -> str:
    """Return an instant as models have it; empty for what is none."""
    try:
        return format_instant(parse_instant(value)) if value else ""
    except ValueError:
        return ""


_RECORDS: dict[type[Record], str] = {
    Incident: "incident",
    Maintenance: "maintenance",
    Notice: "notice",
    Complaint: "complaint",
}


def _inside(part: BaseModel, loc: Loc, key: str) -> Iterator[tuple[Loc, str, Text]]:
    """Yield each text in a part and in the parts inside it."""
    for name in _fields(type(part)):
        value = getattr(part, name)
        place = f"{key}.{name}" if key else name
        if isinstance(value, Text):
            yield (*loc, name), place, value
        elif isinstance(value, BaseModel):
            yield from _inside(value, (*loc, name), place)
        elif isinstance(value, tuple):
            yield from _of_list([item for item in value if isinstance(item, BaseModel)], (*loc, name), place)


def _of_list(items: Sequence[BaseModel], loc: Loc, key: str) -> Iterator[tuple[Loc, str, Text]]:
    """Yield the texts of the entries of a list, whose keys have their ids, instants or days."""
    names = _distinct(getattr(one, "id", None) or _instant(getattr(one, "at", None)) or _day(one) for one in items)
    for number, (name, item) in enumerate(zip(names, items, strict=True)):
        yield from _inside(item, (*loc, number), f"{key}[{name}]")


def _day(item: BaseModel) -> str:
    return str(getattr(item, "day", ""))


def _distinct(names: Iterable[object]) -> list[str]:
    """Return the names of the entries of a list; one that has none, or that of another entry, gets a number."""
    found: list[str] = []
    for number, name in enumerate(map(str, (name or "" for name in names))):
        found.append(name if name and name not in found else f"{name}#{number}")
    return found


@cache
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model that may hold texts of its file which are published.

    What was written at a step is not published again, and translations of a body stand in other files.
    """
    left_out = {"text"} if issubclass(model, Step) else {"bodies"}
    return tuple(name for name in model.model_fields if name not in left_out)


def _as_text(value: object) -> Text | None:
    words = value if isinstance(value, dict) else {"": value}
    given = {str(language): one for language, one in words.items() if isinstance(one, str) and one.strip()}
    return Text(given) if given else None
