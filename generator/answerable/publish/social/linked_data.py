"""Structured data (JSON-LD, schema.org): the organisation, its profiles, and the pinned notices as announcements.

An announcement expires when its notice ends, or else when the build is no longer reliable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from answerable.facts.incidents import Pinned, pinned
from answerable.publish.addresses import notice_path
from answerable.publish.context import Context
from answerable.publish.social.profile_texts import profiles
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.publish.text.terms import update_word
from answerable.records.text import Text
from answerable.records.vocabulary import UpdateStatus

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""Escapes for characters with which a text could end the script element or begin a comment in it."""


def head(context: Context) -> str:
    """Return a script element with the data, and a `rel="me"` link to each profile, for the page's head."""
    graph = json.dumps({"@context": "https://schema.org", "@graph": list(_graph(context))}, ensure_ascii=False)
    links = Markup().join(Markup('<link rel="me" href="{}">\n').format(p.url) for p in profiles(context))
    script = Markup('<script type="application/ld+json">{}</script>\n')
    return str(links + script.format(Markup(graph.translate(_ESCAPES))))  # noqa: S704 (escaped)


def _graph(context: Context) -> Iterator[dict[str, Any]]:
    organisation = context.absolute("#organisation")
    policy = context.ledger.policy
    name = plain_line(context.text(policy.organisation) if policy.organisation else context.site_name)
    same = [profile.url for profile in profiles(context)]
    yield {
        "@type": "Organization",
        "@id": organisation,
        "name": name,
        "url": policy.website or context.site_url,
        **({"sameAs": same} if same else {}),
    }
    yield {
        "@type": "WebSite",
        "@id": context.absolute("#site"),
        "name": plain_line(context.site_name),
        "url": context.site_url,
        "inLanguage": context.language,
        "publisher": {"@id": organisation},
    }
    for notice in pinned(context.ledger, context.now):
        yield {**_announcement(context, notice), "publisher": {"@id": organisation}}


def _announcement(context: Context, notice: Pinned) -> dict[str, Any]:
    title = plain_line(context.text(notice.title))
    until = notice.until
    if until and notice.kind == "incident":
        until = min(until, context.believe_until)
    return {
        "@type": "SpecialAnnouncement",
        "@id": context.absolute(f"#{notice.kind}-{notice.id}"),
        "name": f"{update_word(context, UpdateStatus.RESOLVED)}: {title}" if notice.resolved else title,
        "text": plain_prose(context.text(notice.text)) if notice.text else title,
        "inLanguage": _language(context, notice.text or notice.title),
        "url": context.absolute(notice_path(notice)),
        "datePosted": notice.since.isoformat(timespec="seconds"),
        "expires": (until or context.believe_until).isoformat(timespec="seconds"),
    }


def _language(context: Context, text: Text) -> str:
    return text.in_language(context.language, context.first_language)[1]
