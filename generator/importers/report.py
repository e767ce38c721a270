"""What an import did, for people: counts in and out, what did not arrive, what was guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.importers.model import Guess, Problem
from generator.records.findings import visible


@dataclass
class Report:
    """`written` counts new records by kind; `list_path` is where the full list of guesses stands."""

    counts: list[tuple[str, str]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    gone: int = 0
    components: list[str] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    list_path: str = ""
    dry_run: bool = False

    @property
    def clean(self) -> bool:
        """Whether everything arrived and nothing waits for a person."""
        return not self.problems and not self.conflicts

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """The report, line by line; `verbose` names each guess."""
        yield from (visible(line) for line in self._lines(verbose))

    def _lines(self, verbose: bool) -> Iterator[str]:
        for name, count in self.counts:
            yield f"read {name}: {count}"
        made = ", ".join(f"{count} in {folder}/" for folder, count in sorted(self.written.items()))
        total = sum(self.written.values())
        yield f"{total} new records {'would be ' if self.dry_run else ''}written" + (f": {made}" if made else "")
        yield from (f"updated {path}" for path in self.updated)
        if self.unchanged:
            yield f"{self.unchanged} records unchanged"
        if self.components:
            names = f": {', '.join(self.components)}" if verbose or len(self.components) <= 12 else ""
            yield f"{len(self.components)} groups and components added to components.yml{names}"
        yield from (f"deleted here, stays deleted: {path}" for path in self.deleted)
        if self.gone:
            yield f"{self.gone} records are no longer in the source; they stay"
        yield from (f"conflict: {conflict}" for conflict in self.conflicts)
        yield from (f"not imported: {problem}" for problem in self.problems)
        yield from self._guessed(verbose)

    def _guessed(self, verbose: bool) -> Iterator[str]:
        if not self.guesses:
            return
        yield "guessed" + (f" (each one is in {self.list_path}):" if self.list_path else ":")
        if verbose:
            yield from (f"  {guess}" for guess in self.guesses)
            return
        for what, count in sorted(
            Counter(guess.what for guess in self.guesses).items(), key=lambda one: (-one[1], one[0])
        ):
            yield f"  {count:5}  {what}"

    def full_list(self) -> str:
        """All guesses and problems, the same text for the same source."""
        lines = [f"not imported: {problem}" for problem in sorted(self.problems)]
        lines += [str(guess) for guess in sorted(self.guesses)]
        return "".join(f"{visible(line)}\n" for line in lines)
