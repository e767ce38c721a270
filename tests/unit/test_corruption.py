"""A notice always gets out: whatever becomes of one record's bytes, the others are read as before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT

from answerable.content.reading import Content, read_content

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
VICTIMS = (
    "incidents/2026/2026-11-23-card-payments.md",
    "complaints/2026/2026-11-18-late-refund.md",
    "components.yml",
    "channels.yml",
    "team.yml",
    "policy.yml",
)
NOTICE = "---\ntitle: Canary\nimpact: none\nstarts: 2026-11-20T09:00:00Z\nends: 2026-12-20T09:00:00Z\n---\nStays.\n"
INCIDENT = (
    "---\ntitle: Open\nimpact: major\nupdates:\n"
    "  - {at: 2026-11-24T08:00:00Z, status: investigating, text: We are looking.}\n---\n"
)
PIECES = st.sampled_from(
    [b"---\n", b"\xff", b"\0", b"&a ", b"*a", b"!!x ", b"'", b'"', b"\t", b"{", b"]", b": ", b"- "]
)


@st.composite
def corruptions(draw: st.DrawFn, original: bytes) -> bytes:
    """The bytes with a few stretches cut out, doubled or overwritten."""
    text = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        put = draw(st.sampled_from([b"", text[start:end] * 2]) | PIECES | st.binary(max_size=12))
        text = text[:start] + put + text[end:]
    return text


def read(files: dict[str, bytes]) -> Content:
    """The content of a folder with these files, a notice and an open incident."""
    with TemporaryDirectory() as folder:
        root = Path(folder, "content")
        for name, content in {
            **files,
            "notices/good.md": NOTICE.encode(),
            "incidents/good.md": INCIDENT.encode(),
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        return read_content(root, NOW)


@pytest.mark.parametrize("victim", VICTIMS)
@settings(max_examples=80)
@given(data=st.data())
def test_one_corrupt_file_keeps_no_notice_back(victim: str, data: st.DataObject) -> None:
    """The notice and the open incident are in the ledger; the file is read, or named by what is wrong with it."""
    original = (ROOT / "content" / victim).read_bytes()
    whole = {name: (ROOT / "content" / name).read_bytes() for name in VICTIMS}
    content = read({**whole, victim: data.draw(corruptions(original))})
    assert "good" in [notice.id for notice in content.ledger.notices]
    assert content.ledger.incident("good") is not None
    name = Path(victim).stem
    kept = content.ledger.incident(name) or any(complaint.id == name for complaint in content.ledger.complaints)
    if victim.endswith(".md") and not kept:
        assert any(finding.path == f"content/{victim}" for finding in content.findings)
