"""Keep private data out of a build: complaints with any are left out, other records are published with it masked.

Nothing private may reach the site, and yet an incident, a maintenance or a notice must always be published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from answerable.checks.privacy.company_texts import (
    code_pattern_hits,
    in_company,
    in_site_settings,
    in_site_text,
    mask_company,
)
from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.masking import masked, shaded
from answerable.checks.privacy.numbers import keys
from answerable.checks.privacy.other_files import private_in_published_files
from answerable.checks.privacy.privacy_rules import RULES
from answerable.checks.privacy.record_texts import check_text, mask_id, mask_record
from answerable.checks.privacy.rows.intake_rows import in_intake, mask_intake
from answerable.checks.rule import NAME, Check, CheckContext, Hit
from answerable.checks.run import findings, level_of, over_records, shown_path
from answerable.content.digests import company_digest
from answerable.content.reading import Content
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger, with_records
from answerable.records.model import Complaint, Record
from answerable.records.text import Text
from answerable.records.vocabulary import Consent
from answerable.translation.message import with_values


def mask_findings(findings: Iterable[Finding], finder: Finder) -> Iterator[Finding]:
    """The findings with everything private in their words and paths masked."""
    for finding in findings:
        words = (finding.path, finding.message, finding.suggestion)
        harmless = _PLACE_OR_COLOUR if finding.rule == "brand" else _PLACE
        path, message, suggestion = (with_values(s, lambda own: _mask(own, finder, harmless)) for s in words)  # noqa: B023
        yield replace(finding, path=path, message=message, suggestion=suggestion)


def mask_path(path: str, finder: Finder) -> str:
    """A path with everything private masked, as a log may show it."""
    return _mask(path, finder, _PLACE)


def _mask(words: str, finder: Finder, harmless: re.Pattern[str]) -> str:
    words = _dotted(words, keys(words))  # before the underscores, which a key may have, become blanks
    searched = harmless.sub(lambda found: " " * len(found[0]), words)
    return _dotted(words, ((secret.start, secret.end) for secret in finder.secrets(searched.replace("_", " "))))


def _dotted(words: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in reversed([*spans]):
        words = words[:start] + masked(words[start:end]) + words[end:]
    return words


_PLACE = re.compile(r"`[a-z_]+(?:\[\d{1,3}\][a-z_.]*){1,5}`")
"""The place of a value in its file, such as `smtp[1].unsubscribe[2]`. Read as Markdown it would look like a code."""
_PLACE_OR_COLOUR = re.compile(rf"{_PLACE.pattern}|#[0-9a-f]{{6}}\b")

R = TypeVar("R", bound=Record)
Hits = Mapping[str, list[Hit]]


class Guard:
    """Decides what of the content may be published: `content`, with the findings about what was left out or masked.

    `hidden` are the paths in the folder `content` of files that are not published; `finder` finds what is private.
    """

    def __init__(self, content: Content, root: Path, now: datetime, cache: BuildCache = NO_CACHE) -> None:
        context = CheckContext(content.ledger, content.records, root, now)
        levels = content.ledger.policy.checks
        self.finder = Finder(content.ledger)
        self._errors = {key for key, rule in RULES.items() if level_of(rule, levels) == "error"}
        records = self.forbidden(_in_records(content, context, cache))
        files = self.forbidden(private_in_published_files(root, self.finder))
        company = self.forbidden(in_company(content.ledger, root, self.finder))
        settings = self.forbidden(in_site_settings(root, self.finder))
        self.hidden = frozenset(hit.path for hit in files if hit.path.startswith("assets/") or hit.loc == NAME)
        rows = in_intake(content.intake, root.name, self.finder).of(self._errors)
        mask_intake(content.intake, rows)
        others = [*files, *company, *settings, *rows]
        touched = records or others or (content.closed and content.ledger.complaints)
        content = self._cleared(content, context, records, others) if touched else self._reported(content)
        content = replace(content, ledger=mask_company(content.ledger, company)) if company else content
        self.content = self._with_patterns(content, context)

    def words(self, text: str) -> str:
        """A text of one of the site's own pages with everything private masked."""
        found = self.finder.secrets(text)
        return shaded(text, ((secret.start, secret.end) for secret in found if secret.rule in self._errors))

    def text(self, text: Text) -> Text:
        """The same for a text by language."""
        return Text({language: self.words(words) for language, words in text.by_language.items()})

    def site_setting(self, words: str) -> str:
        """Words of mkdocs.yml with everything private masked, but for handles and links, which are the company's."""
        return shaded(words, (hit.span for hit in self.forbidden(in_site_text(words, self.finder))))

    def _with_patterns(self, content: Content, context: CheckContext) -> Content:
        """The content with the patterns of codes that cannot be used as they are among what was set aside."""
        found = self.forbidden(code_pattern_hits(self.finder))
        if not found:
            return content
        paths = (f"{path} (a pattern of codes)" for path in self._paths(context, {hit.path for hit in found}))
        every = sorted([*content.findings, *findings(found, context)])
        return replace(content, findings=tuple(every), set_aside=(*content.set_aside, *paths))

    def forbidden(self, found: Iterable[Hit]) -> list[Hit]:
        """The hits of rules that are errors: what these found is not published."""
        return [hit for hit in found if hit.short_rule in self._errors]

    def _cleared(self, content: Content, context: CheckContext, records: list[Hit], others: list[Hit]) -> Content:
        by_path: dict[str, list[Hit]] = defaultdict(list)
        for hit in records:
            by_path[hit.path].append(hit)
        complaints = content.ledger.complaints
        left_out = {complaint.path for complaint in complaints if content.closed or complaint.path in by_path}
        by_path.update({path: [] for path in left_out - by_path.keys()})
        masked = {*by_path, *(hit.path for hit in others)} - left_out - self.hidden
        found = sorted([*content.findings, *findings([*records, *others], context)])
        return replace(
            content,
            ledger=_without(content.ledger, by_path),
            findings=tuple(mask_findings(found, self.finder)),
            set_aside=(*self._aside(content), *self._paths(context, left_out | self.hidden)),
            masked=tuple(self._paths(context, masked)),
        )

    def _reported(self, content: Content) -> Content:
        """The content with what it says of its files masked: one that cannot be used may hold anything."""
        if not content.findings and not content.set_aside:
            return content
        found = tuple(mask_findings(content.findings, self.finder))
        return replace(content, findings=found, set_aside=self._aside(content))

    def _aside(self, content: Content) -> tuple[str, ...]:
        return tuple(with_values(words, lambda path: mask_path(path, self.finder)) for words in content.set_aside)

    def _paths(self, context: CheckContext, paths: Iterable[str]) -> list[str]:
        return [mask_path(shown_path(context.root, path), self.finder) for path in sorted(paths)]


KIND = "guarded"
"""The kind of rows in the cache that name a record in which nothing was found, and by which rules."""


def _in_records(content: Content, context: CheckContext, cache: BuildCache) -> Iterator[Hit]:
    """Hits in what is published; of a complaint without consent nothing is, so it can be counted whatever it says.

    A record is not looked through again in which nothing was found by the same code for the same company.
    """
    ledger = content.ledger
    shown = (complaint for complaint in ledger.complaints if complaint.consent is not Consent.NONE)
    every: list[Record] = [*ledger.every_incident, *ledger.every_maintenance, *ledger.notices, *shown]
    rules = company_digest(ledger)
    known = cache.rows(KIND)
    rows = {record.path: f"{content.digests.of(record)} {rules}" for record in every}
    left = [record for record in every if known.get(record.path) != rows[record.path]]
    # Nothing else than the company's files may decide what is found, so the checks get no other records.
    company = replace(context, ledger=with_records(ledger, incidents=(), maintenances=(), notices=(), complaints=()))
    hits = [*over_records([Check((), check_text=check_text)], replace(company, records=()), left)]
    found = {hit.path for hit in hits}
    new = {record.path: rows[record.path] for record in left if record.path not in found}
    cache.put(KIND, new, gone=(known.keys() - rows.keys()) | (found & known.keys()))
    yield from hits


def _without(ledger: Ledger, hits: Hits) -> Ledger:
    incidents = masked_records(ledger.every_incident, hits)
    names = {old.id: new.id for old, new in zip(ledger.every_incident, incidents, strict=True) if old.id != new.id}
    return with_records(
        ledger,
        incidents=incidents,
        maintenances=masked_records(ledger.every_maintenance, hits),
        notices=masked_records(ledger.notices, hits),
        complaints=[_with_new_incident(one, names) for one in ledger.complaints if one.path not in hits],
    )


def masked_records(records: Iterable[R], hits: Hits) -> list[R]:
    """The records in their order with the hits masked; a record with a hit in its id gets another id."""
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


def _with_new_incident(complaint: Complaint, names: Mapping[str, str]) -> Complaint:
    new = names.get(complaint.incident or "")
    return complaint.model_copy(update={"incident": new}) if new else complaint
