"""Of parts that are asked for in bundles, exactly those stay that would come out the same."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerable.output.build_cache import BuildCache, digest_of_bytes
from answerable.publish.context import Context
from answerable.publish.reuse.parts import KnownParts, Made
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = ["page a", "page b", "page c"]
BUNDLE = "7"
KIND = f"part en {BUNDLE}"


def context(changed: str = "", now: datetime = NOW) -> Context:
    """A site of the incidents a, b and c, of which one may have another title."""

    def incident(id: str) -> Incident:
        update = {"at": NOW.isoformat(), "status": "investigating", "text": "We look."}
        title = "Other" if id == changed else "Out"
        return Incident.model_validate({"id": id, "title": title, "impact": "minor", "updates": [update]})

    ledger = make_ledger(incidents=map(incident, "abc"))
    return Context(ledger, now, "en", "en", "Example", "https://status.example.com/")


class Site:
    """A folder with a page of each incident, and the cache of the build that made them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder.parent / "build.sqlite3"
        first = context()
        known = self.known(first, previous=None)
        assert known.files_of_bundle(BUNDLE, NAMES) is None
        for name in NAMES:
            path = f"{name[-1]}.html"
            (folder / path).write_text(name, encoding="utf-8")
            made = first.watch.digest(("incident", name[-1]))
            bounds = ["", NOW.replace(hour=18).isoformat() if name == "page c" else ""]
            seen = json.dumps([*bounds, [["incident", name[-1], made]]])
            known.keep(Made(name, seen, ((path, digest_of_bytes(name.encode())),)), folder)
        self.save(known)

    def known(self, context: Context, previous: Path | None) -> KnownParts:
        """What a build finds."""
        self.cache = BuildCache(self.path)
        return KnownParts(self.cache, context, previous)

    def save(self, known: KnownParts) -> None:
        """End a build."""
        known.close()
        self.cache.save()

    def staying(self, context: Context, names: list[str] = NAMES) -> tuple[bool, list[str]]:
        """Whether the bundle is known as a whole, and the parts of it that stay."""
        known = self.known(context, self.folder)
        if known.files_of_bundle(BUNDLE, names) is not None:
            return True, names
        return False, [name for name in names if known.files_of(name)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site as a build left it."""
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder)


def test_a_bundle_of_which_nothing_changed_stays_as_a_whole(site: Site) -> None:
    """All its files are named at once."""
    assert site.known(context(), site.folder).files_of_bundle(BUNDLE, NAMES) == ["a.html", "b.html", "c.html"]


def test_a_changed_record_leaves_the_others_of_its_bundle(site: Site) -> None:
    """Its own page is made again."""
    assert site.staying(context(changed="b")) == (False, ["page a", "page c"])


def test_a_part_that_holds_until_an_instant_is_made_again_after_it(site: Site) -> None:
    """The page of c is the same until 18:00."""
    assert site.staying(context(now=NOW.replace(hour=18))) == (True, NAMES)
    assert site.staying(context(now=NOW.replace(hour=18, second=1))) == (False, ["page a", "page b"])


@pytest.mark.parametrize("names", [["page a", "page b"], ["page b", "page a", "page c"], [*NAMES, "page d"]])
def test_a_bundle_of_other_parts_is_looked_at_part_by_part(site: Site, names: list[str]) -> None:
    """Those that were there stay."""
    assert site.staying(context(), names) == (False, [name for name in names if name in NAMES])


def test_a_file_that_is_not_as_it_was_is_made_again(site: Site) -> None:
    """One that was changed, even to the same length, and one that is gone; another time alone changes nothing."""
    (site.folder / "a.html").write_text("pale x", encoding="utf-8")
    os.utime(site.folder / "a.html", ns=(1, 1))
    assert site.staying(context()) == (False, ["page b", "page c"])
    (site.folder / "b.html").unlink()
    os.utime(site.folder / "c.html", ns=(1, 1))
    assert site.staying(context()) == (False, ["page c"])


@pytest.mark.parametrize("row", ["", "3", "[", json.dumps([NAMES, "", "", {}, "", [], [], []])])
def test_a_bundle_whose_row_says_nothing_is_looked_at_part_by_part(site: Site, row: str) -> None:
    """Whatever another program has put there."""
    site.cache.put("bundle of part en", {BUNDLE: row})
    site.cache.save()
    assert site.staying(context()) == (False, NAMES)


def test_what_is_kept_of_a_bundle_goes_with_its_parts(site: Site) -> None:
    """Of the parts that are gone, and of a bundle without any."""
    known = site.known(context(), site.folder)
    assert known.files_of_bundle(BUNDLE, NAMES[:2]) is None and all(map(known.files_of, NAMES[:2]))
    site.save(known)
    assert BuildCache(site.path).rows(KIND).keys() == {"page a", "page b"}
    assert site.staying(context(), NAMES[:2]) == (True, NAMES[:2])
    site.save(site.known(context(), site.folder))
    assert not BuildCache(site.path).rows(KIND) and not BuildCache(site.path).rows("bundle of part en")
