"""`answerable build --emergency`: a notice on top of the site built last, without MkDocs, records or configuration."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import Result
from tests.command import answerable
from tests.conftest import ROOT

from answerable.commands import emergency as emergency_command
from answerable.mkdocs_plugin import staged_build
from answerable.publish.emergency import stamping

NOW = "2026-11-24T09:30:00+03:30"
TEXT = "Payments <b>are</b> down & out. We write here by 14:00."
TITLE = "Payments <b>are</b> down & out."
HTML = "Payments &lt;b&gt;are&lt;/b&gt; down &amp; out."


@pytest.fixture
def project(tmp_path: Path, whole_site: Path) -> Path:
    """Return a project whose configuration and records are broken, with the site built last in both languages."""
    shutil.copytree(whole_site, tmp_path / "public")
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: [\xff\nsite_dir: public  # here\n")
    (tmp_path / "content").write_text("no folder")
    return tmp_path


def emergency(project: Path, text: str = TEXT, *more: str, code: int = 0) -> Result:
    """Run the command as of a fixed instant."""
    return answerable("build", "--emergency", text, "--now", NOW, "--by", "Sahar Kiani", *more, cwd=project, code=code)


def test_notice_is_everywhere_in_each_language(project: Path) -> None:
    """Home, pinned.json, status.txt, feeds, API, badge and frames have it, with its signature, in both languages."""
    assert emergency(project).stderr == ""
    assert HTML in (project / "public/404.html").read_text("utf-8")
    for root in (project / "public", project / "public" / "fa"):
        for name in ("index.html", "embed/index.html", "embed/wall/index.html"):
            html = (root / name).read_text("utf-8")
            assert HTML in html, name
            assert "Sahar Kiani | 2026-11-24 06:00 UTC" in html, name
        assert f"<title>{HTML}</title>" in (root / "index.html").read_text("utf-8")
        assert "Sahar Kiani" in (root / "status.txt").read_text("utf-8").split("\n\n")[0]
        assert (root / "status.txt").read_text("utf-8").startswith(TITLE)


def test_feeds_and_api_stay_readable(project: Path) -> None:
    """Each feed begins with the notice, and the API has an open critical incident; what was there is still there."""
    site = project / "public"
    before = json.loads((site / "api/v2/summary.json").read_text("utf-8"))
    count = len(json.loads((site / "feed.json").read_text("utf-8"))["items"])
    emergency(project)
    atom = "{http://www.w3.org/2005/Atom}"
    for name in ("feed.xml", "feeds/incidents.xml", "history.rss"):
        assert ET.parse(site / name).findtext("channel/item/title") == TITLE, name
    for name in ("feed.atom", "feeds/incidents.atom", "history.atom"):
        assert ET.parse(site / name).findtext(f"{atom}entry/{atom}title") == TITLE, name
    items = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    assert (len(items), items[0]["title"]) == (count + 1, TITLE)
    summary = json.loads((site / "api/v2/summary.json").read_text("utf-8"))
    assert summary["status"] == {"indicator": "critical", "description": TITLE}
    assert summary["incidents"][1:] == before["incidents"]
    assert summary["incidents"][0].keys() == before["incidents"][0].keys()
    assert summary["incidents"][0]["incident_updates"][0]["body"] == f"{TEXT}\nSahar Kiani"
    pinned = json.loads((site / "pinned.json").read_text("utf-8"))["notices"][0]
    assert (pinned["title"], pinned["tone"], pinned["until"]) == (TITLE, "critical", None)


def test_another_notice_stands_above_the_first(project: Path) -> None:
    """A second emergency adds to the first one."""
    emergency(project)
    emergency(project, "Payments work again.", "--now", "2026-11-24T10:30:00+03:30")
    notices = json.loads((project / "public/pinned.json").read_text("utf-8"))["notices"]
    assert [one["title"] for one in notices[:2]] == ["Payments work again.", TITLE]
    assert re.search(r"<title>Payments work again\.</title>", (project / "public/index.html").read_text("utf-8"))


def test_the_next_build_takes_the_notice_down(tmp_path: Path) -> None:
    """After a build the site is what the records say, in every file, and nothing of the notice is left."""
    answerable("init", tmp_path, cwd=tmp_path)
    answerable("build", "--now", NOW, cwd=tmp_path)
    before = snapshot(tmp_path / "site")
    emergency(tmp_path)
    assert any(TITLE.encode() in content for content in snapshot(tmp_path / "site").values())
    answerable("build", "--now", NOW, cwd=tmp_path)
    assert snapshot(tmp_path / "site") == before


@pytest.mark.parametrize("moment", ["before the swap", "during the swap", "after the swap"])
def test_a_build_that_began_before_keeps_the_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """It has the notice once, whenever it came; the build that begins afterwards has nothing of it, in any file."""
    answerable("init", tmp_path, cwd=tmp_path)
    answerable("build", "--now", NOW, cwd=tmp_path)
    before = snapshot(tmp_path / "site")
    name = "stamp_new" if moment == "before the swap" else "swap_in"
    plain = getattr(staged_build, name)

    def with_emergency(*given: object, **named: object) -> object:
        monkeypatch.setattr(staged_build, name, plain)
        result = plain(*given, **named) if moment == "after the swap" else None
        emergency(tmp_path)
        return result if moment == "after the swap" else plain(*given, **named)

    monkeypatch.setattr(staged_build, name, with_emergency)
    assert "an emergency notice came" in answerable("build", "--now", NOW, cwd=tmp_path).stderr
    for path in ("index.html", "404.html", "incidents/index.html", "embed/index.html"):
        assert (tmp_path / "site" / path).read_text("utf-8").count(f">{HTML}</") >= 1, path
    pinned = json.loads((tmp_path / "site/pinned.json").read_text("utf-8"))["notices"]
    assert [one["title"] for one in pinned].count(TITLE) == 1
    assert (tmp_path / "site/status.txt").read_text("utf-8").count("Before that notice:") == 1
    answerable("build", "--now", NOW, cwd=tmp_path)
    assert snapshot(tmp_path / "site") == before
    assert not list(tmp_path.glob(".site.answerable-emergency*"))


def test_an_emergency_goes_into_the_site_that_a_build_has_just_put_there(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the site is replaced while its files are edited, the new one is edited as well."""
    site, new = project / "public", project / "new"
    shutil.copytree(site, new)

    def swapped(folder: Path, said: stamping.Emergency) -> list[str]:
        monkeypatch.setattr(emergency_command, "stamp", stamping.stamp)
        missed = stamping.stamp(folder, said)
        site.rename(project / "old")
        new.rename(site)
        return missed

    monkeypatch.setattr(emergency_command, "stamp", swapped)
    emergency(project)
    assert HTML in (site / "index.html").read_text("utf-8")


def test_damaged_note_of_an_emergency_stops_no_build(tmp_path: Path) -> None:
    """A note that cannot be read is passed over."""
    answerable("init", tmp_path, cwd=tmp_path)
    note = tmp_path / ".site.answerable-emergency-x"
    for text in ("{", "[1]", '{"text": "a", "by": "b", "at": "c"}', '{"text": "a", "by": "b", "at": 3}'):
        note.write_text(text)
        os.utime(note, (time.time() + 60,) * 2)
        answerable("build", "--now", NOW, cwd=tmp_path)


def snapshot(site: Path) -> dict[str, bytes]:
    """Return the bytes of each file of the site."""
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_old_files_are_not_written_in_place(project: Path) -> None:
    """A file that an older site shares as a hard link keeps its content there."""
    shared = project / "older.html"
    shared.hardlink_to(project / "public/index.html")
    before = shared.read_bytes()
    emergency(project)
    assert shared.read_bytes() == before


@pytest.mark.parametrize(("name", "left"), [("feed.json", "{"), ("feed.xml", ""), ("feed.atom", "<feed>")])
def test_damaged_file_is_named(project: Path, name: str, left: str) -> None:
    """What cannot be edited is named, with exit code 3; the others have the notice."""
    (project / "public" / name).write_text(left)
    assert emergency(project, code=3).stderr == f"without the notice: {name}\n"
    for page in ("index.html", "answers/index.html"):
        assert HTML in (project / "public" / page).read_text("utf-8")


@pytest.mark.parametrize("kind", ["pipe", "device", "itself", "dangling", "folder", "gone"])
def test_what_is_no_configuration_does_not_matter(project: Path, kind: str) -> None:
    """The site is found at its usual place, whatever stands where mkdocs.yml should."""
    config = project / "mkdocs.yml"
    config.unlink()
    (project / "public").rename(project / "site")
    if kind == "pipe":
        os.mkfifo(config)
    elif kind == "folder":
        config.mkdir()
    elif kind != "gone":
        config.symlink_to({"device": "/dev/zero", "itself": config.name, "dangling": "nowhere"}[kind])
    emergency(project)
    assert HTML in (project / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize(("text", "words"), [("", "between 1 and"), ("x" * 5001, "between 1 and")])
def test_text_must_be_there(project: Path, text: str, words: str) -> None:
    """Neither an empty nor an endless text is published."""
    assert words in emergency(project, text, code=1).stderr


def test_no_site_is_said(tmp_path: Path) -> None:
    """Without a built site there is one line about it."""
    assert "no built site is here" in emergency(tmp_path, code=1).stderr


def test_without_mkdocs_and_quickly(project: Path) -> None:
    """The whole command imports no MkDocs and takes less than two seconds of this process' time."""
    before = time.process_time()
    emergency(project)
    assert time.process_time() - before < 2
    for name in ("commands/emergency.py", "publish/emergency/emergency_edits.py", "publish/emergency/stamping.py"):
        source = (ROOT / "generator/answerable" / name).read_text("utf-8")
        assert {*re.findall(r"^from answerable\.([\w.]+)", source, re.MULTILINE)} <= {
            "publish.emergency.emergency_edits",
            "publish.emergency.stamping",
            "output.served",
            "translation.message",
        }
        assert "import mkdocs" not in source
