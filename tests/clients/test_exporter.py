"""statuspage-prometheus-exporter from PyPI, unchanged, over loopback: what it measures of our page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.browser.server import serving
from tests.clients.pages import BROKEN, MENDED, NOW, SHOP, WORK, context_of, ledger_of, write_page

EXPORTER = "statuspage-prometheus-exporter"
Sample = tuple[dict[str, str], float]
HOSTILE = "\"Shop\" <b>&amp;</b> \\ 🛒 فروشگاه {x='1'}"


def measure(site: Path, folder: Path) -> dict[str, list[Sample]]:
    """Run the exporter once over a site and give what it wrote, by the name of the gauge."""
    services, written = folder / "services.json", folder / "metrics.prom"
    settings = {"RUN_MODE": "once", "SERVICES_JSON_PATH": str(services), "METRICS_TEXTFILE_PATH": str(written)}
    with serving(site) as origin:
        services.write_text(json.dumps({"baran": {"url": f"{origin}api/v2/summary.json", "name": "Baran"}}), "utf-8")
        command = [Path(sys.executable).with_name(EXPORTER)]
        done = subprocess.run(
            command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    families = text_string_to_metric_families(written.read_text("utf-8"))
    return {family.name: [(dict(s.labels), s.value) for s in family.samples] for family in families}


def components(found: dict[str, list[Sample]]) -> dict[str, float]:
    """The components' gauges: 1 for operational."""
    return {labels["component_name"]: value for labels, value in found["statuspage_component_status"]}


def test_the_version_is_the_one_that_is_promised() -> None:
    """What runs here is 2.6, as it was published."""
    assert version(EXPORTER) == "2.6.0"


def test_it_finds_what_is_broken(example_site: Path, tmp_path: Path) -> None:
    """The example's open incident, its planned work and each component's state arrive as gauges."""
    found = measure(example_site, tmp_path)
    assert found["statuspage_probe_check"] == [({"service_name": "Baran"}, 1.0)]
    assert found["statuspage_service_status"] == [({"service_name": "Baran"}, 0.0)]
    incidents = [labels for labels, value in found["statuspage_incident_info"] if value == 1.0]
    assert [(i["incident_name"], i["impact"]) for i in incidents] == [
        ("No delivery times can be chosen in Tehran", "major")
    ]
    assert incidents[0]["shortlink"] == "https://status.example.com/incidents/2026-11-24-delivery-slots/"
    assert incidents[0]["affected_components"] == "Grocery delivery, Checkout and card payments"
    assert incidents[0]["started_at"] == "2026-11-24T04:05:00Z"
    work = [labels for labels, value in found["statuspage_maintenance_info"] if value == 1.0]
    assert [(w["maintenance_name"], w["scheduled_start"], w["scheduled_end"]) for w in work] == [
        ("Our database moves", "2026-11-30T22:30:00Z", "2026-12-01T01:00:00Z")
    ]
    down = {name for name, value in components(found).items() if value == 0.0}
    assert down == {"Checkout and card payments", "Payment", "Grocery delivery", "Delivery"}
    assert components(found)["Website"] == 1.0


def test_all_is_well_after_the_end(tmp_path: Path) -> None:
    """Once an incident is resolved nothing of it is left: the service and its component are up."""
    found = measure(write_page(tmp_path, context_of(ledger_of(incidents=(MENDED,)))), tmp_path)
    assert found["statuspage_service_status"] == [({"service_name": "Baran"}, 1.0)]
    assert components(found) == {"Shop": 1.0}
    assert [(labels["incident_name"], value) for labels, value in found["statuspage_incident_info"]] == [
        ("No Active Incidents", 0.0)
    ]


def test_work_in_progress_is_not_up(tmp_path: Path) -> None:
    """While work goes on its component is not operational, and the work is named."""
    now = NOW.replace(month=12, day=1, hour=1)
    found = measure(write_page(tmp_path, context_of(ledger_of(maintenances=(WORK,)), now)), tmp_path)
    assert components(found) == {"Shop": 0.0}
    assert [labels["maintenance_name"] for labels, value in found["statuspage_maintenance_info"] if value] == [
        "New disks"
    ]


@pytest.mark.parametrize("name", [HOSTILE, "x" * 300])
def test_any_name_arrives_whole(name: str, tmp_path: Path) -> None:
    """Quotes, markup, backslashes, emoji, right-to-left letters and 300 characters arrive as they were written.

    The exporter itself cuts an incident's name at 100 characters.
    """
    records = ledger_of(components=({**SHOP, "name": name},), incidents=({**BROKEN, "title": name},))
    found = measure(write_page(tmp_path, context_of(records)), tmp_path)
    assert components(found) == {name: 0.0}
    assert [labels["incident_name"] for labels, _ in found["statuspage_incident_info"]] == [name[:100]]


def test_five_hundred_components_are_five_hundred_gauges(tmp_path: Path) -> None:
    """None of many components is lost."""
    many = tuple({**SHOP, "id": f"shop-{number}", "name": f"Shop {number}"} for number in range(500))
    found = measure(write_page(tmp_path, context_of(ledger_of(components=many))), tmp_path)
    assert components(found) == dict.fromkeys((f"Shop {number}" for number in range(500)), 1.0)
