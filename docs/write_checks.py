# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Write the tables of docs/checks.md from the rules and the labelled lines: python docs/write_checks.py."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.checks.rule_help import FILE_RULES
from answerable.checks.run import RULES

PAGE = Path(__file__).with_name("checks.md")
LABELLED = Path(__file__).parents[1] / "tests" / "unit" / "privacy_set.py"


def rules() -> Iterator[str]:
    """Yield the table of rules with a level that can be changed, then the names of the others."""
    every = (*RULES.values(), *FILE_RULES.values())
    yield "| rule | level | what it finds |\n|---|---|---|"
    yield from (f"| `{rule.name}` | {rule.level} | {rule.what} |" for rule in every if not rule.fixed)
    for level in ("error", "note"):
        names = " ".join(f"`{rule.name}`" for rule in every if rule.fixed and rule.level == level)
        yield f"\nAlways {level}s: {names}."


def figures() -> Iterator[str]:
    """Yield precision and recall on the labelled lines: on the held-out half by rule, on the other in all."""
    labelled = runpy.run_path(str(LABELLED))
    lines = labelled["lines"]()
    dev, held = (labelled["score"]([line for line in lines if line.half == half])[0] for half in ("dev", "held"))
    yield f"{len(lines)} lines, of which {sum(not line.private for line in lines)} hold nothing private.\n"
    yield "| held-out half | precision | recall |\n|---|---|---|"
    wrong = {rule for rule, kind in held if kind != "right" and held[rule, kind]}
    perfect = {rule for rule, _ in held} - wrong
    for rule in sorted(wrong):
        yield f"| `privacy/{rule}` | {share(held, 'false', {rule})} | {share(held, 'missed', {rule})} |"
    yield f"| the {len(perfect)} other rules | {share(held, 'false', perfect)} | {share(held, 'missed', perfect)} |"
    every = {rule for rule, _ in dev}
    yield f"| all, development half | {share(dev, 'false', every)} | {share(dev, 'missed', every)} |"


def share(counts: Counter[Any], other: str, some: set[str]) -> str:
    """Return some rules' precision (`false`) or recall (`missed`) as `91 % (11/12)`, rounded down."""
    chosen = {
        kind: sum(counts[key] for key in counts if key[1] == kind and key[0] in some) for kind in ("right", other)
    }
    right, whole = chosen["right"], sum(chosen.values())
    return f"{100 * right // whole} % ({right}/{whole})" if whole else "none"


def document(text: str) -> str:
    """Return the page with its tables written anew."""
    for name, rows in (("rules", rules()), ("figures", figures())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        made = "\n".join(rows)
        text = pattern.sub(lambda match, made=made: f"{match[1]}{made}\n{match[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    PAGE.write_text(document(PAGE.read_text("utf-8")), encoding="utf-8")
