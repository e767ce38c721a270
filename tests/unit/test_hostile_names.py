"""What things are called never changes what a site is made of: each file is read back and held against its twin's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.hostile import company
from tests.hostile.names import hostile, innocent, together
from tests.hostile.readers import reader_of
from tests.hostile.twins import Twins
from tests.unit.test_api_description import BESIDE, FORMATS

ALONE = ("site", "organisation", "about-site", "author", "page-index", "page-subscribe")
"""Things of which a company has only one; these are called by several kinds of trouble at once."""
COMPANIES: dict[str, tuple[int, str]] = {
    "breakers": (0, together("markup", "quotes", "closers", "formulas")),
    "letters": (4, together("directions", "emoji", "zalgo", "unseen letters", "one word")),
    "unseen": (8, together("controls", "lines")),
}


@pytest.fixture(scope="module")
def innocent_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """The innocent twin's site, and the keys of all that it gave a name to."""
    keys: set[str] = set()

    def name(key: str) -> str:
        keys.add(key)
        return innocent(key)

    site, _ = company.build(company.write(tmp_path_factory.mktemp("innocent"), name))
    return site, keys


@pytest.fixture(scope="module", params=COMPANIES)
def twins(
    request: pytest.FixtureRequest, innocent_site: tuple[Path, set[str]], tmp_path_factory: pytest.TempPathFactory
) -> Twins:
    """A hostile company's site beside its twin's."""
    number, alone = COMPANIES[request.param]
    site, keys = innocent_site
    name = hostile(number, {key: f"{alone} {key}" for key in ALONE})
    bad, _ = company.build(company.write(tmp_path_factory.mktemp(request.param), name), code=3)
    return Twins(site, bad, keys, name)


def test_every_kind_of_file_has_a_reader(innocent_site: tuple[Path, set[str]]) -> None:
    """A new output cannot escape these tests: without a reader of its own it fails here."""
    site, _ = innocent_site
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [path for path in paths if reader_of(path) is None] == []


def test_only_the_names_are_others(twins: Twins) -> None:
    """The same files, elements, attributes, keys and lines as the twin's; in each place the name, whole or cut."""
    hashed = ("previews/", "search/index.json", "search/periods/")  # named by digests, or lists of words
    good, bad = ({path for path in side if not path.startswith(hashed)} for side in (twins.good, twins.bad))
    assert good == bad
    found = [said for path in sorted(good) for said in twins.differences(path)]
    assert found == [], f"{len(found)} differences, first:\n" + "\n".join(found[:40])


def test_programs_get_what_was_promised(twins: Twins) -> None:
    """Every file for programs fits the JSON Schema that is published beside it."""
    wrong = {}
    for path, schema in {**BESIDE, "api/metrics.json": "api/metrics.schema.json"}.items():
        validator = Draft202012Validator(json.loads(twins.bad[schema]), format_checker=FORMATS)
        wrong[path] = [error.message for error in validator.iter_errors(json.loads(twins.bad[path]))]
    assert {path: errors for path, errors in wrong.items() if errors} == {}


def test_every_picture_is_a_preview(twins: Twins) -> None:
    """As many as the twin's, of the size that networks ask for; two whose letters cannot be drawn may be one."""
    pictures = {path for path in twins.bad if path.startswith("previews/")}
    reader = reader_of("previews/0123456789abcdef0123.png")
    assert reader is not None and len(pictures) == sum(path.startswith("previews/") for path in twins.good)
    assert all(reader(twins.bad[path]) for path in pictures)
