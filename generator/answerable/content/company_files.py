"""The company's files of `content/`, each read as far as it is right, so that one bad line takes no record away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from answerable.records import characters
from answerable.records.company import Channels, Components, Policy, Team
from answerable.records.files import read_text
from answerable.records.findings import Finding, has_errors, quoted
from answerable.records.model import Part
from answerable.records.problems import Shape, validate_tree
from answerable.records.references import RETIRED, known_ids, references
from answerable.records.yaml.tree import Tree, read_yaml

P = TypeVar("P", bound=Part)

COMPANY: dict[str, type[Part]] = {
    "components.yml": Components,
    "channels.yml": Channels,
    "team.yml": Team,
    "policy.yml": Policy,
}
"""The files that say who the company is, and what stands in each."""

_KINDS = {
    "components.yml": ("component", "group"),
    "channels.yml": ("channel",),
    "team.yml": ("person",),
    "policy.yml": ("topic",),
}

_KEPT = frozenset({characters.INVISIBLE_RULE, RETIRED})
"""Rules of errors that keep nothing back."""


@dataclass
class FileRead:
    """One file: its model when its shape is right, the tree for places, and what was found.

    `looked_at` is the model, or what is right of it: whatever else is wrong is found in that.
    """

    path: str
    part: Part | None
    tree: Tree
    findings: list[Finding] = field(default_factory=list)
    shape: Shape | None = None
    missing: bool = False

    @property
    def good(self) -> bool:
        """Whether it is published: what cannot be seen has been taken out of it, and a component may be gone."""
        return self.part is not None and not has_errors(one for one in self.findings if one.rule not in _KEPT)

    @property
    def cleaned(self) -> bool:
        """Whether it is published without characters that stand in its file."""
        return self.good and any(one.rule == characters.INVISIBLE_RULE for one in self.findings)

    @property
    def stray(self) -> bool:
        """Whether it is published though it names a component that is not listed."""
        return self.good and any(one.rule == RETIRED for one in self.findings)

    @property
    def looked_at(self) -> Part | None:
        """What its laws and its references are looked for in."""
        return self.part or (self.shape.partial if self.shape else None)


@dataclass(frozen=True)
class Company:
    """What was read of the company's files, and what is right in each."""

    reads: dict[str, FileRead]
    components: Components
    channels: Channels
    team: Team
    policy: Policy

    def known(self) -> dict[str, set[str]]:
        """The ids that exist, by kind, without the kinds whose file is missing or not all right.

        Nobody can say of a record that it names somebody unknown while there is no whole list of those known.
        """
        known = known_ids(self.components, self.channels, self.team, self.policy)
        broken = {kind for name, read in self.reads.items() if read.missing or not read.good for kind in _KINDS[name]}
        return {kind: ids for kind, ids in known.items() if kind not in broken}


def require_files(company: Company, parts: Iterable[Part]) -> None:
    """Note each file that is missing though records name what it should hold."""
    missing = {kind: read for name, read in company.reads.items() if read.missing for kind in _KINDS[name]}
    named = (reference for part in parts for reference in references(part) if reference.id) if missing else ()
    for reference in named:
        read = missing.get(reference.kind)
        if read and not read.findings:
            message = f"the file is missing, though records name a {reference.kind}, such as {quoted(reference.id)}"
            read.findings.append(Finding(read.path, 0, 0, message, "write it, or bring it back"))


def read_company(content: Path) -> Company:
    """Read the company's files below `content`; one that is missing is empty. Never raises."""
    reads = {name: _file(content, name, model) for name, model in COMPANY.items()}
    return Company(
        reads,
        components=_right(reads["components.yml"], Components),
        channels=_right(reads["channels.yml"], Channels),
        team=_right(reads["team.yml"], Team),
        policy=_right(reads["policy.yml"], Policy),
    )


def _right(read: FileRead, model: type[P]) -> P:
    if isinstance(read.part, model):
        return read.part
    return (_what_is_right(model, read.tree) if isinstance(read.tree.value, dict) else None) or model()


def _file(content: Path, name: str, model: type[Part]) -> FileRead:
    path = f"{content.name}/{name}"
    if not (content / name).exists() and not (content / name).is_symlink():
        return FileRead(path, model(), Tree(), missing=True)
    text = read_text(content / name, content)
    if isinstance(text, Finding):
        return FileRead(path, None, Tree(), [text])
    tree, findings = read_yaml(text, path=path)
    shape = validate_tree(model, tree, path)
    return FileRead(path, shape.part, tree, [*findings, *shape.findings], shape)


def _what_is_right(model: type[P], tree: Tree) -> P | None:
    """The file without the entries that are wrong: one bad line in policy.yml must not take all rules away."""
    right = _part_of(tree.value, partial(_fits, model))
    return model.model_validate(right) if right is not None else None


def _part_of(value: Any, fits: Callable[[Any], bool]) -> Any:
    """What of a value fits, its wrong parts left out at whatever depth; None when nothing does."""
    if fits(value):
        return value
    part: Any = None
    if isinstance(value, dict):
        parts = ((key, _part_of(one, partial(_fits_as, key, fits))) for key, one in value.items())
        part = {key: one for key, one in parts if one is not None}
    elif isinstance(value, list):
        part = [right for one in value if (right := _part_of(one, lambda one: fits([one]))) is not None]
    return part if part is not None and fits(part) else None


def _fits_as(key: str, fits: Callable[[Any], bool], value: Any) -> bool:
    return fits({key: value})


def _fits(model: type[Part], value: object) -> bool:
    try:
        model.model_validate(value)
    except ValueError:
        return False
    return True
