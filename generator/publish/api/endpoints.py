"""Every address that programs read, with what stands there: what the description and its page are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, the schema of its answer, and what it is for in a sentence."""

    path: str
    id: str
    schema: str
    summary: str
    tag: str

    @property
    def always(self) -> bool:
        """Whether it is there whatever the records hold: figures need complaints, and a month needs answers."""
        return self.id != "metrics" and "{" not in self.path


STATUS, OURS = "Status API v2", "Our own"
TAGS = {
    STATUS: "The addresses and shapes of Atlassian Statuspage's public API, for programs that read such pages.",
    OURS: "What no status page has: answers to complaints, notices, and until when any of it may be believed.",
}
ENDPOINTS = (
    Endpoint("/api/v2/summary.json", "summary", "summary_document", "What is going on now, in one file", STATUS),
    Endpoint("/api/v2/status.json", "status", "status_document", "The whole in one word", STATUS),
    Endpoint("/api/v2/components.json", "components", "components_document", "All components and groups", STATUS),
    Endpoint("/api/v2/incidents.json", "incidents", "incidents_document", "The fifty newest incidents", STATUS),
    Endpoint("/api/v2/incidents/unresolved.json", "unresolved", "incidents_document", "Open incidents", STATUS),
    Endpoint(
        "/api/v2/scheduled-maintenances.json",
        "maintenances",
        "maintenances_document",
        "Planned work, the fifty newest",
        STATUS,
    ),
    Endpoint(
        "/api/v2/scheduled-maintenances/upcoming.json", "upcoming", "maintenances_document", "Work to come", STATUS
    ),
    Endpoint(
        "/api/v2/scheduled-maintenances/active.json", "active", "maintenances_document", "Work in progress", STATUS
    ),
    Endpoint(
        "/api/answers.json", "answers", "answers", "Answers of the newest month, and which months there are", OURS
    ),
    Endpoint("/api/answers/{month}.json", "answersOfMonth", "answers", "Answers of a month", OURS),
    Endpoint("/api/metrics.json", "metrics", "metrics_whole", "Figures of how complaints were answered", OURS),
    Endpoint("/api/metrics/{month}.json", "metricsOfMonth", "metrics_one_month", "Figures of a month", OURS),
    Endpoint("/pinned.json", "pinned", "pinned", "Notices that hold now or begin soon", OURS),
    Endpoint("/freshness.json", "freshness", "freshness", "Until when the site may be believed", OURS),
)
