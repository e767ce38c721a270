"""Read the company's files of `content/`, each as far as it is valid, so that one bad line does not lose records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from answerable.records import characters
from answerable.records.company import Channels, Components, Policy, Team
from answerable.records.files import read_text
from answerable.records.findings import Finding, quoted, survived
from answerable.records.model import Complaint, Part, Record
from answerable.records.notify import Notify, valid_targets
from answerable.records.policy import strictest
from answerable.records.validation.cut_texts import CUT_RULE
from answerable.records.validation.references import UNLISTED, known_ids, references
from answerable.records.validation.shape import Shape, validate_tree
from answerable.records.vocabulary import Half
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Tree
from answerable.translation.message import counted, msg

P = TypeVar("P", bound=Part)

COMPANY: dict[str, type[Part]] = {
    "components.yml": Components,
    "channels.yml": Channels,
    "team.yml": Team,
    "policy.yml": Policy,
    "notify.yml": Notify,
}
"""The company's files and their models."""

COMPANY_HALVES = {"components.yml": Half.STATUS}
"""The company's files that belong to one half of the site."""

_KINDS = {
    "components.yml": ("component", "group"),
    "channels.yml": ("channel",),
    "team.yml": ("person",),
    "policy.yml": ("topic",),
    "notify.yml": (),
}

UNCHECKED = "unchecked"
"""The rule of a file whose checks failed by a fault of the program."""
_KEPT = frozenset({characters.INVISIBLE_RULE, *UNLISTED, CUT_RULE, UNCHECKED})
"""Rules whose errors do not keep a file from being published.

A text that a comment cut short is published as it was read: a notice has to get out, and the comment may be private.
Complaints can wait, and half of a quotation may say the opposite, so they are held back.
"""
_OF_COMPLAINTS = _KEPT - {CUT_RULE, UNCHECKED}
"""Those of complaints."""
DRAFT = re.compile(r"^draft: *true *(#.*)?$", re.MULTILINE | re.IGNORECASE)
"""The line of a draft, looked for where the rest cannot be read."""


def is_draft(part: Part | None, yaml: str) -> bool:
    """Tell whether a record is a draft; `part` is None if its shape is invalid."""
    return part.draft if isinstance(part, Record) else bool(DRAFT.search(yaml))


@dataclass
class FileRead:
    """A file that was read: its model if its shape is valid, its tree for positions, and its findings.

    A `draft` is a record that is not published. Its findings are notes once `soften_if_draft` was called. `digest` is
    that of its path and text, and `kept` says that an earlier build read it and found nothing.
    """

    path: str
    part: Part | None
    tree: Tree
    findings: list[Finding] = field(default_factory=list)
    shape: Shape | None = None
    missing: bool = False
    unreadable: bool = False
    draft: bool = False
    digest: str = ""
    kept: bool = False

    def soften_if_draft(self) -> None:
        """Lower every finding of a draft to a note, since what is not published holds nothing up."""
        if self.draft:
            self.findings = [replace(one, level="note") for one in self.findings]

    @property
    def good(self) -> bool:
        """Whether it is published: it has no errors, except those of the rules that allow it."""
        kept = _OF_COMPLAINTS if self.findings and isinstance(self.part, Complaint) else _KEPT
        return self.part is not None and kept.issuperset(one.rule for one in self.findings if one.level == "error")

    @property
    def cleaned(self) -> bool:
        """Whether it is published without invisible characters of its file."""
        return not self.draft and any(one.rule == characters.INVISIBLE_RULE for one in self.findings) and self.good

    @property
    def stray(self) -> bool:
        """Whether it is published although it names a component or a person that is not listed."""
        return not self.draft and any(one.rule in UNLISTED for one in self.findings) and self.good

    @property
    def cut(self) -> bool:
        """Whether it is published although a comment cut one of its texts short."""
        return not self.draft and any(one.rule == CUT_RULE for one in self.findings) and self.good

    @property
    def unchecked(self) -> bool:
        """Whether it is published although a check of it failed."""
        return any(one.rule == UNCHECKED for one in self.findings) and self.good

    @property
    def valid_part(self) -> Part | None:
        """The model, or its valid part, in which further problems are looked for."""
        return self.part or (self.shape.valid_part if self.shape else None)


@dataclass(frozen=True)
class Company:
    """The company's files as they were read, and the valid part of each.

    A file of a half that is not published is not read, so `reads` does not have it.
    """

    reads: dict[str, FileRead]
    components: Components
    channels: Channels
    team: Team
    policy: Policy
    notify: Notify

    @property
    def closed(self) -> bool:
        """Whether the rules of privacy are not known: policy.yml is missing or empty, or was not read as a whole."""
        read = self.reads["policy.yml"]
        return read.missing or read.unreadable

    def known(self) -> dict[str, set[str]]:
        """Return the ids that exist, by kind, without the kinds whose file is missing or has errors.

        Without the complete list no id in a record can be called unknown.
        """
        known = known_ids(self.components, self.channels, self.team, self.policy)
        unread = COMPANY.keys() - {
            name for name, read in self.reads.items() if read.good and not (read.missing or read.unreadable)
        }
        broken = {kind for name in unread for kind in _KINDS[name]}
        return {kind: ids for kind, ids in known.items() if kind not in broken}


def require_files(company: Company, parts: Iterable[Part]) -> None:
    """Add a finding for each missing or empty file to which records refer."""
    lacking = {name: read for name, read in company.reads.items() if read.missing or read.unreadable}
    missing = {kind: read for name, read in lacking.items() for kind in _KINDS[name]}
    named = (reference for part in parts for reference in references(part) if reference.id) if missing else ()
    for reference in named:
        read = missing.get(reference.kind)
        if read and not read.findings:
            missing_or_empty = (
                msg("the file is missing, though records name ids of it, such as %(id)s", id=quoted(reference.id))
                if read.missing
                else msg("the file is empty, though records name ids of it, such as %(id)s", id=quoted(reference.id))
            )
            read.findings.append(Finding(read.path, 0, 0, missing_or_empty, msg("create it, or restore it")))


def report_closed(company: Company, complaints: int) -> None:
    """Add a finding that complaints are held back, if there are any and the rules of privacy are not known."""
    read = company.reads["policy.yml"]
    if company.closed and complaints:
        message = counted(
            "the rules of privacy cannot be read, so 1 complaint is held back and other records are masked by the "
            "defaults",
            "the rules of privacy cannot be read, so %(number)s complaints are held back and other records are masked "
            "by the defaults",
            complaints,
        )
        read.findings.append(Finding(read.path, 0, 0, message, msg("correct the file, or bring it back")))


def read_company(content: Path) -> Company:
    """Read the company's files below `content`; a missing one counts as empty. Never raises."""
    rules = _survived_file(content, "policy.yml", Policy)
    policy = _survived_model(rules, Policy)
    others = {
        name: _survived_file(content, name, model)
        for name, model in COMPANY.items()
        if model is not Policy and COMPANY_HALVES.get(name) in (None, *policy.publish)
    }
    company = Company(
        {**others, "policy.yml": rules},
        components=_survived_model(others.get("components.yml"), Components),
        channels=_survived_model(others["channels.yml"], Channels),
        team=_survived_model(others["team.yml"], Team),
        policy=policy,
        notify=_survived_notify(others["notify.yml"]),
    )
    return replace(company, policy=_closed(company.policy)) if company.closed else company


def _survived_file(content: Path, name: str, model: type[Part]) -> FileRead:
    """Return the file, or a finding about it if reading it fails for a reason that nobody thought of."""
    failed = FileRead(f"{content.name}/{name}", None, Tree(), unreadable=True)
    return survived(lambda: _file(content, name, model), failed, failed.path, failed.findings)


def _survived_model(read: FileRead | None, model: type[P]) -> P:
    if read is None:
        return model()
    part = survived(lambda: _model(read, model), None, read.path, read.findings)
    read.unreadable = read.unreadable or part is None
    return part or model()


def _closed(policy: Policy) -> Policy:
    """Return the policy with the strictest rules of privacy; a level that was read may belong to another rule."""
    return policy.model_copy(update={"privacy": strictest(policy.privacy), "checks": {}})


def _model(read: FileRead, model: type[P]) -> P:
    if isinstance(read.part, model):
        return _without_duplicates(read.part)
    valid = _valid_part_of(model, read.tree) if isinstance(read.tree.value, dict) else None
    return _without_duplicates(valid) if valid else model()


def _survived_notify(read: FileRead) -> Notify:
    return survived(lambda: _notify(read), Notify(), read.path, read.findings)


def _notify(read: FileRead) -> Notify:
    if isinstance(read.part, Notify):
        return _without_duplicates(read.part)
    if read.shape is None or not read.tree.complete:
        return Notify()
    return _without_duplicates(valid_targets(read.tree.value, read.shape.wrong))


def _without_duplicates(part: P) -> P:
    """Return the model with only the first of the entries that have the same id; each has an address on the site."""
    kept: dict[str, tuple[object, ...]] = {}
    for name in type(part).model_fields:
        entries = getattr(part, name)
        if isinstance(entries, tuple):
            first: dict[object, object] = {}
            for number, entry in enumerate(entries):
                first.setdefault(getattr(entry, "id", number), entry)
            kept[name] = tuple(first.values())
    return part.model_copy(update=kept)


def _file(content: Path, name: str, model: type[Part]) -> FileRead:
    path = f"{content.name}/{name}"
    if not (content / name).exists() and not (content / name).is_symlink():
        return FileRead(path, model(), Tree(), missing=True)
    text = read_text(content / name, content)
    if isinstance(text, Finding):
        return FileRead(path, None, Tree(), [text], unreadable=True)
    tree, findings = read_yaml(text, path=path)
    shape = validate_tree(model, tree, path)
    findings = [*findings, *shape.findings]
    unreadable = not tree.value or not FileRead(path, shape.part, tree, findings).good
    return FileRead(path, shape.part, tree, findings, shape, unreadable=unreadable)


def _valid_part_of(model: type[P], tree: Tree) -> P | None:
    """Return the file's model without invalid entries: one bad line in policy.yml must not disable all rules."""
    valid = _part_of(tree.value, partial(_fits, model))
    return model.model_validate(valid) if valid is not None else None


def _part_of(value: Any, fits: Callable[[Any], bool]) -> Any:
    """Return the part of a value that fits, without its invalid parts at any depth; None if nothing fits."""
    if fits(value):
        return value
    part: Any = None
    if isinstance(value, dict):
        parts = ((key, _part_of(one, partial(_fits_as, key, fits))) for key, one in value.items())
        part = {key: one for key, one in parts if one is not None}
    elif isinstance(value, list):
        part = [item for one in value if (item := _part_of(one, lambda one: fits([one]))) is not None]
    return part if part is not None and fits(part) else None


def _fits_as(key: str, fits: Callable[[Any], bool], value: Any) -> bool:
    return fits({key: value})


def _fits(model: type[Part], value: object) -> bool:
    try:
        model.model_validate(value)
    except ValueError:
        return False
    return True
