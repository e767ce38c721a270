"""Records in Material's search index: an entry for each page of a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from mkdocs.config.defaults import MkDocsConfig

from answerable.publish.addresses import answer_path, component_path, incident_path, maintenance_path
from answerable.publish.context import Context
from answerable.publish.text.record_text import to_html
from answerable.records.text import Text

NEWEST = 2000
"""Records of each kind that are found: the index is one file that a phone loads whole, and old news fill it."""


def extend_index(config: MkDocsConfig, context: Context) -> None:
    """Add an entry for each record to the index of every search plugin, before it is written."""
    for plugin in config.plugins.values():
        entries = getattr(getattr(plugin, "search_index", None), "entries", None)
        if isinstance(entries, list):
            entries.extend(search_entries(context))


def search_entries(context: Context) -> Iterator[dict[str, str]]:
    """Yield `location`, `title` and `text` (HTML) of each record that can be found, newest first within its kind."""
    ledger = context.ledger
    for component in ledger.every_component:
        yield _entry(context, component_path(component.id), component.name, [component.description])
    for incident in ledger.incidents[:NEWEST]:
        said = (update.text for update in reversed(incident.updates))
        yield _entry(context, incident_path(incident.id), incident.title, [*said, incident.whole_body])
    for item in ledger.maintenances[:NEWEST]:
        told = (item.text, *(update.text for update in item.updates), item.whole_body)
        yield _entry(context, maintenance_path(item.id), item.title, told)
    for answer in ledger.answers[:NEWEST]:
        yield _entry(context, answer_path(answer.id), answer.title, (answer.said, answer.did, answer.changed))


def _entry(context: Context, path: str, title: Text, texts: Iterable[Text | None]) -> dict[str, str]:
    """Return an entry with the texts that are there in the site's language, and the title in any."""
    words = (to_html(own) for text in texts if (own := context.own_text(text)))
    return {"location": path, "title": escape(context.text(title)), "text": "".join(words)}
