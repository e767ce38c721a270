"""The schemas and the description of the API: valid, true of what is published, and complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.clients.pages import BROKEN, NOW, ledger_of
from tests.unit.test_statuspage_api import DOCUMENTS, SHAPES

from answerable.publish.api import openapi, schemas, statuspage
from answerable.publish.context import Context
from answerable.publish.site import SERVED

FORMATS = Draft202012Validator.FORMAT_CHECKER
MONTHS = ("answers", "metrics")
BESIDE = {
    "api/answers.json": "api/answers.schema.json",
    "api/answers/2026-11.json": "api/answers.schema.json",
    "api/metrics.json": "api/metrics.schema.json",
    "api/metrics/2026-11.json": "api/metrics.schema.json",
    "pinned.json": "pinned.schema.json",
    "freshness.json": "freshness.schema.json",
    **{f"api/v2/{path}.json": "api/v2/statuspage.schema.json" for path in DOCUMENTS},
}


def read(site: Path, path: str) -> Any:
    """A JSON file of a site."""
    return json.loads((site / path).read_text("utf-8"))


def files_of(site: Path, pattern: str) -> list[str]:
    """The paths of a site's files of that kind."""
    return [path.relative_to(site).as_posix() for path in sorted(site.glob(pattern))]


def validator(description: dict[str, Any], path: str) -> Draft202012Validator:
    """What checks an answer of an address as the description says."""
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {"$schema": Draft202012Validator.META_SCHEMA["$schema"], "components": description["components"], **schema}
    return Draft202012Validator(whole, format_checker=FORMATS)


def test_the_description_is_openapi(example_site: Path) -> None:
    """It is valid OpenAPI 3.1, to the word of the specification's own schema."""
    description = read(example_site, "api/openapi.json")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    assert description["openapi"].startswith("3.1.")
    assert description["servers"] == [{"url": "https://status.example.com"}]


def test_a_wrong_description_is_seen(example_site: Path) -> None:
    """The validator that is asked is one that can say no."""
    description = read(example_site, "api/openapi.json")
    del description["info"]["title"]
    assert list(OpenAPIV31SpecValidator(description).iter_errors())


@pytest.mark.parametrize("site", ["example_site", "persian_site"])
def test_every_file_is_as_the_description_says(site: str, request: pytest.FixtureRequest) -> None:
    """Each address of the description is published, and its answer fits its schema; so does each month's file."""
    folder: Path = request.getfixturevalue(site)
    description = read(folder, "api/openapi.json")
    months = [(f"/api/{of}/{{month}}.json", month) for of in MONTHS for month in files_of(folder, f"api/{of}/*.json")]
    assert len(months) > 4
    pairs = [*((path, path[1:]) for path in description["paths"] if "{" not in path), *months]
    wrong = {
        file: [error.message for error in validator(description, path).iter_errors(read(folder, file))]
        for path, file in pairs
    }
    assert {file: errors for file, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize("site", ["example_site", "persian_site"])
def test_every_file_for_programs_is_described(site: str, request: pytest.FixtureRequest) -> None:
    """No JSON of ours is undescribed, but for feeds, shields and cases, which others describe, and the theme's."""
    folder: Path = request.getfixturevalue(site)
    described = set(read(folder, "api/openapi.json")["paths"])
    apart = ("feed.json", "feeds/", "badges/", "track/", "search/", "assets/")
    found = [path for path in files_of(folder, "**/*.json") if not path.startswith(apart)]
    plain = {path for path in found if not path.endswith((".schema.json", "openapi.json"))}
    assert {re.sub(r"/\d{4}-\d\d\.json$", "/{month}.json", f"/{path}") for path in plain} == described


@pytest.mark.parametrize(("path", "schema"), BESIDE.items(), ids=list(BESIDE))
def test_a_schema_stands_beside_each(path: str, schema: str, example_site: Path) -> None:
    """The published schema names itself, is a schema, and fits the file beside it."""
    found = read(example_site, schema)
    assert found["$id"] == f"https://status.example.com/{schema}"
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(found)
    assert [
        error.message
        for error in Draft202012Validator(found, format_checker=FORMATS).iter_errors(read(example_site, path))
    ] == []


@pytest.mark.parametrize("name", SHAPES)
def test_the_schema_has_the_keys_of_the_service(name: str, example_site: Path) -> None:
    """The keys in the description are those of the service's own documentation, all of them required."""
    schemas = read(example_site, "api/openapi.json")["components"]["schemas"]
    place = {"Group": "component", "Affected": "affected_component", "Update": "incident_update"}.get(
        name, name.lower()
    )
    optional = {"components"} if place == "component" else set()
    assert set(schemas[place]["properties"]) == set(SHAPES[name]) | optional
    assert set(schemas[place]["required"]) == set(schemas[place]["properties"]) - optional


def test_every_key_is_explained(example_site: Path) -> None:
    """No property is without a sentence that says what it holds."""
    schemas = read(example_site, "api/openapi.json")["components"]["schemas"]
    bare = [
        f"{name}.{key}"
        for name, schema in schemas.items()
        for key, value in schema.get("properties", {}).items()
        if not value.get("description")
    ]
    assert bare == []


def test_a_site_below_a_path_keeps_all_below_it() -> None:
    """Where the site is not at the root of its host, the API is below the same path, and says so itself."""
    context = Context(ledger_of(incidents=(BROKEN,)), NOW, "en", "en", "Example", "https://pages.example.com/shop/")
    outputs = (*statuspage.publish(context), *schemas.publish(context, SERVED), *openapi.publish(context, SERVED))
    made = {output.path: output.content for output in outputs}
    assert "api/v2/summary.json" in made
    summary = json.loads(made["api/v2/summary.json"])
    assert summary["page"]["url"] == "https://pages.example.com/shop"
    assert summary["incidents"][0]["shortlink"] == "https://pages.example.com/shop/incidents/disk-full/"
    assert json.loads(made["api/openapi.json"])["servers"] == [{"url": "https://pages.example.com/shop"}]
    assert json.loads(made["pinned.schema.json"])["$id"] == "https://pages.example.com/shop/pinned.schema.json"
