# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Write the tables of docs/checks.md from the rules and the labelled lines: python docs/write_checks.py."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.checks.rule import Rule
from answerable.checks.rule_help import FILE_RULES
from answerable.checks.run import RULES

PAGE = Path(__file__).with_name("checks.md")
LABELLED = Path(__file__).parents[1] / "tests" / "unit" / "privacy_set.py"


def rules() -> Iterator[str]:
    """Yield the table of rules: name, default level, what it finds."""
    yield "| rule | level | what it finds |\n|---|---|---|"
    yield from (f"| `{rule.name}` | {_level(rule)} | {rule.what} |" for rule in (*RULES.values(), *FILE_RULES.values()))


def _level(rule: Rule) -> str:
    return f"{rule.level}, always" if rule.fixed else rule.level


def figures() -> Iterator[str]:
    """Yield precision and recall on the labelled lines: each rule's on the held-out half, all rules' on the other."""
    labelled = runpy.run_path(str(LABELLED))
    lines = labelled["lines"]()
    dev, held = (labelled["score"]([line for line in lines if line.half == half])[0] for half in ("dev", "held"))
    yield f"{len(lines)} lines, of which {sum(not line.private for line in lines)} hold nothing private.\n"
    yield "| held-out half | precision | recall |\n|---|---|---|"
    for rule in sorted({rule for counts in (dev, held) for rule, _ in counts}):
        yield f"| `privacy/{rule}` | {share(held, 'false', rule)} | {share(held, 'missed', rule)} |"
    yield f"| all, development half | {share(dev, 'false')} | {share(dev, 'missed')} |"


def share(counts: Counter[Any], other: str, rule: str | None = None) -> str:
    """Return a rule's or all rules' precision (`false`) or recall (`missed`) as `91 % (11/12)`, rounded down."""
    chosen = {
        kind: sum(counts[key] for key in counts if key[1] == kind and rule in (None, key[0]))
        for kind in ("right", other)
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
