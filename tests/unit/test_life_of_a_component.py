"""A component over four builds: renamed, moved, taken away, brought back. Its addresses, ids and history stay."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree
from tests.conftest import EXAMPLE_NOW
from tests.hostile import company
from tests.hostile.names import innocent
from tests.hostile.twins import files

from answerable.content.reading import read_content

WAS = "PlainComponent4Zq"
ID = "k4"
OWN = re.compile(rf"(badges/components|components|calendar|feeds/components)/{ID}[./]")
BUILDS = ("first", "renamed", "moved", "retired", "back")


def changed(text: str, build: str) -> str:
    """`components.yml` as it stands at a build: each edit is made to what the one before left."""
    at = BUILDS.index(build)
    own = next(part for part in text.split("{") if f'id: "{ID}"' in part)
    new = own.replace(WAS, "Tills & doors <new>") if at >= 1 else own
    new = re.sub('group: "g[0-9]"', 'group: "g0"', new) if at >= 2 else new
    new = new.replace(f'id: "{ID}"', f'id: "{ID}", retired: true') if build == "retired" else new
    return text.replace(own, new)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The site after each edit, as files."""
    folder = company.write(tmp_path_factory.mktemp("life"), innocent)
    path = folder / "content/components.yml"
    text = path.read_text("utf-8").replace(f'id: "{ID}", ', f'id: "{ID}", group: "g2", ')
    found = {}
    for build in BUILDS:
        path.write_text(changed(text, build), "utf-8")
        found[build] = files(company.build(folder)[0])
    return found


def read(site: dict[str, bytes], path: str) -> Any:
    """A JSON file of a site."""
    return json.loads(site[path])


def own_id(site: dict[str, bytes]) -> str:
    """The id that programs know the component by, as an old update names it."""
    updates = [u for i in read(site, "api/v2/incidents.json")["incidents"] for u in i["incident_updates"]]
    (found,) = {one["code"] for u in updates for one in u["affected_components"] or [] if _is(one["name"])}
    return str(found)


def _group_of(site: dict[str, bytes]) -> str:
    """The id of the group that the list shows it in; empty when it is in no list."""
    components = read(site, "api/v2/components.json")["components"]
    return next((str(one["group_id"]) for one in components if one["id"] == own_id(site)), "")


def _is(name: str) -> bool:
    return name.endswith((WAS, "Tills & doors <new>"))


def test_every_address_stays_that_a_component_ever_had(sites: dict[str, dict[str, bytes]]) -> None:
    """Page, feeds, months, calendar and badges: a new name or group moves none, and none goes with the component."""
    own = {build: {path for path in site if OWN.match(path)} for build, site in sites.items()}
    assert len(own["first"]) > 20
    assert own == dict.fromkeys(BUILDS, own["first"])


def test_programs_know_it_by_one_id(sites: dict[str, dict[str, bytes]]) -> None:
    """Twelve characters made of the record's id alone: in every build the same, in lists while it is there."""
    assert len({own_id(site) for site in sites.values()}) == 1
    listed = {
        b: own_id(s) in {c["id"] for c in read(s, "api/v2/components.json")["components"]} for b, s in sites.items()
    }
    assert listed == {"first": True, "renamed": True, "moved": True, "retired": False, "back": True}


def test_its_history_stays(sites: dict[str, dict[str, bytes]]) -> None:
    """Its page and its feed tell of the same incidents under the same ids, whatever it is called, there or not."""
    wanted: set[str] = set()
    for build, site in sites.items():
        page = site[f"components/{ID}/index.html"].decode()
        items = {item["id"] for item in read(site, f"feeds/components/{ID}.json")["items"]}
        links = set(re.findall(r'href="(?:\.\./)+(incidents/i\d+/)"', page))
        assert {"incidents/i3/", "incidents/i4/"} <= links
        wanted = wanted or items
        assert items == wanted, build
        atom = etree.fromstring(site[f"feeds/components/{ID}.atom"])
        assert atom.findtext("{http://www.w3.org/2005/Atom}id", "").endswith(f"feeds/components/{ID}")


def test_it_is_called_by_its_new_name_everywhere(sites: dict[str, dict[str, bytes]]) -> None:
    """After a rename no file still says the old one."""
    old = [path for path, content in sites["renamed"].items() if WAS.encode() in content]
    assert old == []
    assert "Tills &amp; doors &lt;new&gt;" in sites["renamed"]["index.html"].decode()


def test_events_in_calendars_stay_the_same_events(sites: dict[str, dict[str, bytes]]) -> None:
    """A rename or move gives no event another UID: calendars would show the work twice."""
    uids = {
        build: [str(event["UID"]) for event in Calendar.from_ical(site["calendar.ics"]).walk("VEVENT")]
        for build, site in sites.items()
    }
    assert len(uids["first"]) == 3 and all(found == uids["first"] for found in uids.values())


def test_what_comes_back_is_as_it_was(sites: dict[str, dict[str, bytes]]) -> None:
    """Brought back, the site is byte for byte the one before the component was taken away."""
    assert sites["back"] == sites["moved"]


def test_its_lines_may_go_but_not_what_was_said(sites: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    """Deleted instead of retired, it keeps its addresses and its history under its id; the build says so."""
    site, said = company.build(without_its_lines(tmp_path), code=3)
    there = files(site)
    assert {path for path in there if OWN.match(path)} == {path for path in sites["first"] if OWN.match(path)}
    assert {"incidents/i3/index.html", "incidents/i4/index.html"} <= set(there)
    assert {"incidents/i3/", "incidents/i4/"} <= set(
        re.findall(r'href="(?:\.\./)+(incidents/i\d+/)"', there[f"components/{ID}/index.html"].decode())
    )
    assert "although they name an unknown component or person: content/" in said


def without_its_lines(folder: Path) -> Path:
    """The company with the component deleted from its list."""
    project = company.write(folder, innocent)
    path = project / "content/components.yml"
    text = path.read_text("utf-8")
    own = next(part for part in text.split("{") if f'id: "{ID}"' in part)
    path.write_text(text.replace("{" + own, "").replace(", ]", "]"), "utf-8")
    return project


def test_taking_it_out_of_the_list_is_explained(tmp_path: Path) -> None:
    """Who deletes the lines hears of each record that names it, and that `retired: true` is what keeps its history."""
    folder = without_its_lines(tmp_path)
    found = [str(one) for one in read_content(folder / "content", datetime.fromisoformat(EXAMPLE_NOW)).findings]
    named = [line for line in found if f"unknown component `{ID}`" in line]
    assert len(named) >= 3 and all(line.startswith("content/") for line in named)
    assert all("retired: true" in line for line in named), named
