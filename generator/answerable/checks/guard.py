"""What a build does about private words: complaints that have them are set aside, and notices get out with them masked.

Two laws meet here. Private stays private, so nothing that was found may reach the site. A notice always gets out, so an
incident, a maintenance or a notice is published all the same, with what was found made unreadable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from answerable.checks.privacy.files import private_in_published_files
from answerable.checks.privacy.finder import RULES, Finder, masked, shaded
from answerable.checks.privacy.records import check_text, mask_id, mask_record
from answerable.checks.rule import NAME, Check, CheckContext, Hit
from answerable.checks.run import findings, level_of, over_records
from answerable.content.reading import Content
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger, with_records
from answerable.records.model import Complaint, Record


def mask_findings(findings: Iterable[Finding], finder: Finder) -> Iterator[Finding]:
    """The findings with everything private in their words and paths masked."""
    for finding in findings:
        path, message, suggestion = (_discreet(s, finder) for s in (finding.path, finding.message, finding.suggestion))
        yield replace(finding, path=path, message=message, suggestion=suggestion)


def mask_path(path: str, finder: Finder) -> str:
    """A path as a log may name it."""
    return _discreet(path, finder)


def _discreet(words: str, finder: Finder) -> str:
    for secret in reversed(finder.secrets(words.replace("_", " "))):
        words = words[: secret.start] + masked(words[secret.start : secret.end]) + words[secret.end :]
    return words


R = TypeVar("R", bound=Record)
Hits = Mapping[str, list[Hit]]


class Guard:
    """Stands between what was read and what is published. `content` is what may be published, with its findings.

    `hidden` are the pictures that stay out, by their paths in the folder `content`.
    """

    def __init__(self, content: Content, root: Path, now: datetime) -> None:
        sight = CheckContext(content.ledger, content.records, root, now)
        levels = content.ledger.policy.checks
        self._finder = Finder(content.ledger)
        self._grave = {key for key, rule in RULES.items() if level_of(rule, levels) == "error"}
        records = [hit for hit in _in_records(content.ledger, sight) if self._forbids(hit)]
        files = [hit for hit in private_in_published_files(root, self._finder) if self._forbids(hit)]
        self.hidden = frozenset(hit.path for hit in files if hit.path.startswith("assets/"))
        self.content = self._guarded(content, sight, records, files) if records or files else content

    def words(self, text: str) -> str:
        """A text of one of the site's own pages with everything private made unreadable."""
        found = self._finder.secrets(text)
        return shaded(text, ((secret.start, secret.end) for secret in found if secret.rule in self._grave))

    def _forbids(self, hit: Hit) -> bool:
        return hit.rule.partition("/")[2] in self._grave

    def _guarded(self, content: Content, sight: CheckContext, records: list[Hit], files: list[Hit]) -> Content:
        by_path: dict[str, list[Hit]] = defaultdict(list)
        for hit in records:
            by_path[hit.path].append(hit)
        aside = {complaint.path for complaint in content.ledger.complaints if complaint.path in by_path}
        masked = {*by_path, *(hit.path for hit in files)} - aside - self.hidden
        found = sorted([*content.findings, *findings([*records, *files], sight)])
        return replace(
            content,
            ledger=_without(content.ledger, by_path),
            findings=tuple(mask_findings(found, self._finder)),
            set_aside=(*content.set_aside, *self._paths(sight, aside | self.hidden)),
            masked=tuple(self._paths(sight, masked)),
        )

    def _paths(self, sight: CheckContext, paths: Iterable[str]) -> list[str]:
        return [mask_path(f"{sight.root.name}/{path}", self._finder) for path in sorted(paths)]


def _in_records(ledger: Ledger, sight: CheckContext) -> Iterator[Hit]:
    every: list[Record] = [*ledger.every_incident, *ledger.every_maintenance, *ledger.notices, *ledger.complaints]
    return over_records([Check((), reads=check_text)], sight, every)


def _without(ledger: Ledger, hits: Hits) -> Ledger:
    incidents = masked_records(ledger.every_incident, hits)
    names = {old.id: new.id for old, new in zip(ledger.every_incident, incidents, strict=True) if old.id != new.id}
    return with_records(
        ledger,
        incidents=incidents,
        maintenances=masked_records(ledger.every_maintenance, hits),
        notices=masked_records(ledger.notices, hits),
        complaints=[_named_anew(one, names) for one in ledger.complaints if one.path not in hits],
    )


def masked_records(records: Iterable[R], hits: Hits) -> list[R]:
    """The records in their order, with what was found masked; an address that would give it away is another one."""
    every = list(records)
    ids = {record.id for record in every}
    made: list[R] = []
    for record in every:
        some = hits.get(record.path, [])
        new = mask_record(record, some) if some else record
        if any(hit.loc == NAME for hit in some):
            new = new.model_copy(update={"id": mask_id(record.id, some, ids)})
            ids.add(new.id)
        made.append(new)
    return made


def _named_anew(complaint: Complaint, names: Mapping[str, str]) -> Complaint:
    new = names.get(complaint.incident or "")
    return complaint.model_copy(update={"incident": new}) if new else complaint
