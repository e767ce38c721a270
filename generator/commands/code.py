"""Codes for people who complained, with the link that goes into the reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mkdocs.config import load_config

from generator.commands.asking import RefusedError
from generator.commands.project import content_folder
from generator.facts.codes import code_of
from generator.publish.addresses import TRACK
from generator.records.complaint import Complaint
from generator.records.findings import did_you_mean, quoted
from generator.records.reading import Content, read_content


def codes(config: Path, ids: Iterable[str], secret: str, now: datetime) -> list[str]:
    """One line for each id: its code and the link. Raises RefusedError when one is no complaint's, and gives none."""
    folder = content_folder(config)
    content = read_content(folder, now, intake=False)
    site = (load_config(str(config), plugins=[]).site_url or "").rstrip("/")
    known = {complaint.id for complaint in content.ledger.complaints} | _drafts(content)
    return [_line(id, known, content, secret, site) for id in ids]


def _drafts(content: Content) -> set[str]:
    return {draft.id for draft in content.drafts if isinstance(draft, Complaint)}


def _line(id: str, known: set[str], content: Content, secret: str, site: str) -> str:
    if id not in known:
        hint = did_you_mean(id, known) or "its file stands in content/complaints/"
        raise RefusedError(f"there is no complaint {quoted(id)}; {hint}")
    code = code_of(secret, id)
    later = "  (a draft: it can be looked up once it is none)" if content.ledger.complaint(id) is None else ""
    return f"{code}  {site}/{TRACK}#{code}{later}"
