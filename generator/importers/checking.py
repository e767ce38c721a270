"""Whether a record would pass `answerable check`, asked before it is written."""

from __future__ import annotations

from datetime import datetime

from generator.importers.model import Kind
from generator.records import laws
from generator.records.base import Record
from generator.records.files import MAX_BYTES
from generator.records.findings import Finding
from generator.records.frontmatter import split
from generator.records.incident import Incident, Maintenance
from generator.records.ledger import Ledger
from generator.records.problems import validate
from generator.records.references import unknown
from generator.records.yamltree import read_yaml

_MODELS: dict[Kind, type[Record]] = {"incident": Incident, "maintenance": Maintenance}


class Checker:
    """Knows what a record may name: what the ledger has, and the components that will be added."""

    def __init__(self, ledger: Ledger, components: set[str], now: datetime) -> None:
        self.now = now
        self.known: dict[str, set[str]] = {
            "component": components | {one.id for one in (*ledger.components, *ledger.retired)},
            "person": {one.id for one in ledger.people},
        }

    def problems(self, text: str, kind: Kind, id: str) -> list[str]:
        """What is wrong with a record's text; nothing when it is right."""
        size = len(text.encode("utf-8"))
        if size > MAX_BYTES:
            return [f"the record would have {size} bytes; at most {MAX_BYTES} can be read"]
        parts = split(text, path="")
        if isinstance(parts, Finding):
            return [parts.text]
        tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
        part, problems = validate(_MODELS[kind], tree, "", {"id": id, "path": "", "body": parts.body.strip()})
        found = [one.text for one in (*findings, *problems)]
        if part is None:
            return found or ["its front matter cannot be read"]
        found += [f"{message}; {right}" for _, message, right in unknown(part, self.known)]
        found += [f"{one.message}; {one.suggestion}" for one in laws.problems(part, self.now) if one.level == "error"]
        return list(dict.fromkeys(found))
