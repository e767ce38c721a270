"""A component that the service no longer has: no status, no part in any figure, and all its history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.clients.pages import BROKEN, MENDED, NOW, SHOP, context_of, ledger_of
from tests.unit.test_site import Links, Site, files

from answerable.facts.status import component_states, overall
from answerable.publish.api import statuspage

if TYPE_CHECKING:
    from pathlib import Path

RETIRED: dict[str, Any] = {**SHOP, "retired": True}
MAIL: dict[str, Any] = {"id": "mail", "name": "Mail"}


def api(*components: dict[str, Any]) -> dict[str, Any]:
    """The components and incidents that programs are told of."""
    context = context_of(ledger_of(components=components, incidents=(MENDED,)))
    made = {output.path: json.loads(output.content) for output in statuspage.publish(context)}
    return {name: made[f"api/v2/{name}.json"][name] for name in ("components", "incidents")}


def test_it_has_no_status_and_hides_no_incident() -> None:
    """It is in no list of states; an open incident that names it alone still colours the whole."""
    ledger = ledger_of(components=(RETIRED, MAIL), incidents=(BROKEN,))
    assert list(component_states(ledger, NOW)) == ["mail"]
    assert overall(ledger, NOW).indicator == "major"
    assert ledger.component("shop") is not None and ledger.incidents_of("shop")


def test_programs_keep_its_history_and_its_ids() -> None:
    """Gone from the components, it is named in old updates under the id that it had, and has again when it is back."""
    before, gone, back = api(SHOP, MAIL), api(RETIRED, MAIL), api({**SHOP, "name": "Store"}, MAIL)
    (shop_id,) = [c["id"] for c in before["components"] if c["name"] == "Shop"]
    assert [c["name"] for c in gone["components"]] == ["Mail"]
    affected = [u["affected_components"][0] for u in gone["incidents"][0]["incident_updates"]]
    assert {(a["code"], a["name"]) for a in affected} == {(shop_id, "Shop")}
    assert gone["incidents"][0]["id"] == before["incidents"][0]["id"]
    assert [c["id"] for c in back["components"] if c["name"] == "Store"] == [shop_id]


def test_its_pages_and_feeds_stay(tmp_path: Path) -> None:
    """Home no longer shows it; its page says so and lists its incidents, its feed goes on, and no link is lost."""
    site = Site(tmp_path)
    components = site.content / "components.yml"
    text = components.read_text("utf-8").replace("  - id: tracking\n", "  - id: tracking\n    retired: true\n")
    components.write_text(text, "utf-8")
    built = files(site.build())
    page = built["components/tracking/index.html"].decode()
    assert "no longer a part of the service" in page and "incidents/2026-11-14-tracking-stands-still/" in page
    assert "a-figures" not in page and "data-a-status" not in page
    assert "components/tracking/" not in Links(built["index.html"].decode()).links
    assert "incidents/2026-11-14-tracking-stands-still/index.html" in built
    assert b"stands still" in built["feeds/components/tracking.json"]
    assert "../../calendar/tracking.ics" in Links(page).links and "calendar/tracking.ics" in built
