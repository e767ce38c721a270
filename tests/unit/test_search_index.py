"""The search's index: what its files say, which of them change with a record, and what is never in it."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import answerable

from answerable.publish import search
from answerable.publish.search.entries import SearchEntry
from answerable.publish.search.folding import Folding, rules

FOLDING = Folding(rules("en"))
texts = st.text("abc åß日\U0001f600\U00010400 ", max_size=12)
entries = st.lists(st.builds(SearchEntry, st.just("a/"), texts, st.tuples(texts)), max_size=30)


def read(files: dict[str, bytes], folder: str = "") -> tuple[list[str], list[dict[str, Any]]]:
    """Return what the files of keys in a folder start with, and what each says."""
    starts = json.loads(files[f"{folder}{search.STARTS}"])
    return starts, [json.loads(files[f"{folder}{number}.json"]) for number in range(len(starts))]


def utf16(text: str) -> bytes:
    """A text as scripts compare it."""
    return text.encode("utf-16-be", "surrogatepass")


def keys(entry: SearchEntry) -> set[str]:
    """The keys of all that an entry says."""
    return FOLDING.keys(f"{entry.title} {entry.texts[0]}")


@given(found=entries, leaf=st.sampled_from([1, 60, 10_000]))
def test_each_entry_stands_below_each_of_its_keys(found: list[SearchEntry], leaf: int) -> None:
    """In the file that starts last of those that start before the key; below zero if the title has the key."""
    before, search.LEAF = search.LEAF, leaf
    try:
        starts, leaves = read(dict(search._leaves(search._lists(found, FOLDING))))
    finally:
        search.LEAF = before
    assert starts == sorted(starts, key=utf16)
    listed: dict[str, list[int]] = {}
    for number, each in enumerate(leaves):
        for key, differences in each.items():
            assert sum(utf16(start) <= utf16(key) for start in starts) - 1 == number
            listed[key] = differences
    for key, differences in listed.items():
        numbers = [number - 1 for number in accumulate(map(abs, differences))]
        titled = [number for number, difference in zip(numbers, differences, strict=True) if difference < 0]
        assert numbers == [place for place, entry in enumerate(found) if key in keys(entry)]
        assert titled == [place for place, entry in enumerate(found) if key in FOLDING.keys(entry.title)]
    assert set().union(*map(keys, found)) == set(listed)


@given(found=entries)
def test_the_same_entries_give_the_same_bytes(found: list[SearchEntry]) -> None:
    """Whatever was folded before."""
    once: Any = list(search._lists(found, Folding(rules("en"))).items())
    assert once == list(search._lists(found, FOLDING).items())


@given(found=st.lists(entries, max_size=5), last=st.sampled_from([2, 52]))
def test_each_key_leads_to_the_earlier_periods_that_have_it(found: list[list[SearchEntry]], last: int) -> None:
    """Those beyond the last bit share it."""
    files: dict[str, bytes] = {}
    for place, period in enumerate(found):
        files.update((f"{place}/{name}", made) for name, made in search._leaves(search._lists(period, FOLDING)))
    before, search.LAST_BIT = search.LAST_BIT, last
    try:
        made = {one.path: one.content for one in search._earlier(*map(str, range(len(found))), read=files.__getitem__)}
    finally:
        search.LAST_BIT = before
    _starts, leaves = read(made, f"{Path(next(iter(made))).parent}/")
    have = [set().union(*map(keys, period)) for period in found]
    bits = {key: {bit for bit in range(last + 1) if bits >> bit & 1} for leaf in leaves for key, bits in leaf.items()}
    assert bits == {
        key: {min(place, last) for place, its in enumerate(have) if key in its} for key in set().union(*have)
    }


MKDOCS = (
    "site_name: Shop\nsite_url: https://x.example/\ndocs_dir: content\ntheme: material\nplugins: [search, answerable]\n"
)
NOW = "2026-11-24T06:00:00Z"


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of the project."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def incident(year: int, word: str, more: str = "") -> str:
    """An incident of a year with a word of its own."""
    over = f"{{at: {year}-03-02T09:00:00Z, status: resolved, text: It works.}}"
    updates = f"[{{at: {year}-03-02T08:00:00Z, status: investigating, text: {word} fails.}}, {over}]"
    return f"---\ntitle: A failure\nimpact: minor\nupdates: {updates}\n{more}---\n"


def complaint(word: str, consent: str) -> str:
    """A resolved complaint with a word of its own."""
    solved = "{at: 2026-03-02T10:00:00Z, did: resolved, outcome: solved}"
    steps = f"[{{at: 2026-03-02T09:00:00Z, did: answered, by: a}}, {solved}]"
    told = f"said: A {word} was late.\ndid: We mended it."
    front = f"title: Late\nchannel: x\ntopic: late\nreceived: 2026-03-02T08:00:00Z\nconsent: {consent}"
    return f"---\n{front}\nsteps: {steps}\n{told}\n---\n"


def built(folder: Path) -> dict[str, str]:
    """Build the project and return the files of its index, by path."""
    answerable("build", "--now", NOW, cwd=folder)
    root = folder / "site" / "search"
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.json")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A company with records of three years, some of which may not be read, and a page of its own."""
    write(tmp_path, "mkdocs.yml", MKDOCS)
    write(tmp_path, "content/index.md", "---\ntemplate: home.html\n---\n")
    write(tmp_path, "content/about.md", "# About us\n\nPelicans.\n\n## Where we are\n\nBehind the lighthouse.\n")
    write(tmp_path, "content/team.yml", "people: [{id: a, name: A}]\n")
    write(tmp_path, "content/channels.yml", "channels: [{id: x, name: X, kind: x}]\n")
    for year, word in ((2024, "ostrich"), (2025, "badger"), (2026, "giraffe")):
        write(tmp_path, f"content/incidents/{word}.md", incident(year, word))
    write(tmp_path, "content/incidents/taken.md", incident(2026, "walrus", "withdrawn: It was another company.\n"))
    write(tmp_path, "content/policy.yml", "topics: [{id: late, name: Late}]\n")
    write(tmp_path, "content/complaints/told.md", complaint("parrot", "anonymous"))
    write(tmp_path, "content/complaints/untold.md", complaint("raven", "none"))
    return tmp_path


def test_only_what_is_shown_is_found(project: Path) -> None:
    """Nothing of a withdrawn record or of a complaint without consent."""
    every = "".join(built(project).values())
    assert [
        word for word in ("ostrich", "badger", "giraff", "parrot", "pelican", "lighthous") if word not in every
    ] == []
    assert [word for word in ("walrus", "another company", "raven", "untold") if word in every] == []


def test_a_section_of_an_own_page_is_found_at_its_heading(project: Path) -> None:
    """The link leads there; what comes before the first heading belongs to the page."""
    found = next(text for name, text in built(project).items() if re.fullmatch(r"periods/pages-\w+/d0\.json", name))
    shown = {address: (title, text) for address, title, _day, text in json.loads(found)}
    assert shown["about/"] == ("About us", "Pelicans.")
    assert shown["about/#where-we-are"] == ("Where we are", "Behind the lighthouse.")


def test_a_result_shows_the_day_and_what_was_said_last(project: Path) -> None:
    """Its address, its title, its day, and how the newest update begins."""
    found = next(text for name, text in built(project).items() if re.fullmatch(r"periods/2025-\w+/d0\.json", name))
    assert json.loads(found) == [["incidents/badger/", "A failure", "2 Mar 2025", "It works."]]


def test_years_that_are_over_stay(project: Path) -> None:
    """A new record changes its period and the list of periods, and an old one those of earlier ones."""
    before = built(project)
    write(project, "content/incidents/new.md", incident(2026, "heron"))
    after = built(project)
    assert {name.split("-")[0] for name in before.keys() ^ after.keys()} == {"periods/2026"}
    assert [name for name in before.keys() & after.keys() if before[name] != after[name]] == ["index.json"]
    write(project, "content/incidents/ostrich.md", incident(2024, "ibis"))
    assert {name.split("-")[0] for name in after.keys() ^ built(project).keys()} == {"periods/2024", "periods/earlier"}


def test_without_the_plugin_there_is_no_search(project: Path) -> None:
    """Who takes `search` out of mkdocs.yml has no box, no script and no index."""
    write(project, "mkdocs.yml", MKDOCS.replace("search, ", ""))
    assert built(project) == {}
    assert "data-a-search" not in (project / "site" / "index.html").read_text("utf-8")
    assert list((project / "site" / "assets" / "answerable").glob("search.*")) == []


def test_a_complaint_stands_below_the_days_on_which_it_was_made_and_resolved(project: Path) -> None:
    """20,513 and 20,516 days after 1970."""
    made = complaint("parrot", "anonymous").replace("received: 2026-03-02", "received: 2026-03-01")
    write(project, "content/complaints/told.md", made.replace("03-02T10:00", "03-04T10:00"))
    every = "".join(text for name, text in built(project).items() if name.startswith("periods/2026"))
    assert ('"@5021":' in every, '"@5023":' in every, '"@5024":' in every) == (True, False, True)


DAYS = [
    ("en", "March 2025"),
    ("en", "2 Mar 2025"),
    ("fa", "اسفند ۱۴۰۳"),
    ("fa", "1403"),
    ("fa", "۱۲ اسفند"),
    ("fa", "مارس ۲۰۲۵"),  # as another site may say it
    ("he", "מרץ 2025"),
    ("he", "2.3.2025"),
    ("he", "אדר תשפ״ה"),
    ("he", 'תשפ"ה'),
    ("he", "תשפה"),
    ("he", "5785"),
    ("ru", "март 2025"),
    ("ru", "2 марта 2025"),
]


def test_a_day_is_found_in_the_calendars_of_the_readers(project: Path) -> None:
    """With the year in any digits, and in Hebrew letters; no other year of it is."""
    write(project, "content/policy.yml", "languages: [en, fa, he, ru]\ntopics: [{id: late, name: Late}]\n")
    answerable("build", "--now", NOW, cwd=project)
    missed = []
    for language, query in DAYS:
        root = project / "site" / ("" if language == "en" else language) / "search" / "periods"
        (year,) = root.glob("1403-*" if language == "fa" else "2025-*")
        keys = {key for leaf in year.glob("[0-9]*.json") for key in json.loads(leaf.read_text("utf-8"))}
        typed = Folding(rules(language)).alternatives(query)
        if not all(any(keys.issuperset(one) for one in alternatives) for alternatives in typed):
            missed.append((language, query))
        assert not keys & {"2024", "2026", "1402", "1404", "5784", "5786"}
    assert missed == []
