"""What the page "Subscribe" offers of `notify.yml`: e-mail and webhooks, for everything or for one component."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from answerable.publish.context import Context, _
from answerable.publish.languages import own_name
from answerable.records.notify import Notify, Target

if TYPE_CHECKING:
    from answerable.outreach.notify.way_registry import Way

_TITLES = {"webhooks": _("For programs: webhooks")}
_MAIL = _("By e-mail")
_HOLDERS = {
    "smtp": _("We send the e-mails ourselves, and keep your address ourselves."),
    "listmonk": _("We send the e-mails ourselves, and keep your address ourselves."),
    "buttondown": _("The service Buttondown sends the e-mails for us, and keeps your address."),
    "webhooks": _("Each item of news is posted to your address as signed JSON."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to subscribe: `link` is that to everything, and `parts` are names of components with their links.

    `about` are sentences: who has the address, what is told, and in which languages.
    """

    title: str
    about: tuple[str, ...]
    link: str
    parts: tuple[tuple[str, str], ...]


def offers(context: Context) -> list[Offer]:
    """Return what can be subscribed to."""
    if context.notify == Notify():
        return []
    from answerable.outreach.notify.way_registry import targets_of  # noqa: PLC0415 (ways load what sends and fetches)

    return [_offer(context, way, target) for way, target in targets_of(context.notify) if target.subscribe]


def _offer(context: Context, way: Way, target: Target) -> Offer:
    told = [one for one in context.ledger.components if not target.components or one.id in target.components]
    parts = ((context.text(one.name), way.link(target, one.id)) for one in told if len(told) > 1)
    return Offer(
        title=context.gettext(_TITLES.get(way.name, _MAIL)),
        about=tuple(_about(context, way, target)),
        link=way.link(target, ""),
        parts=tuple((name, link) for name, link in parts if link),
    )


def _about(context: Context, way: Way, target: Target) -> Iterator[str]:
    _ = context.gettext
    yield _(_HOLDERS[way.name])
    comma = _(", ")
    yield _("You are told of: %(what)s.") % {"what": comma.join(_kinds(context, target))}
    named = [context.text(one.name) for one in context.ledger.components if one.id in target.components]
    if named:
        yield _("Only about: %(what)s.") % {"what": comma.join(named)}
    spoken = context.ledger.policy.languages
    if len(spoken) > 1:
        told = target.languages or (spoken if way.name == "webhooks" else spoken[:1])
        yield _("In: %(languages)s.") % {"languages": comma.join(map(own_name, told))}


def _kinds(context: Context, target: Target) -> list[str]:
    _ = context.gettext
    words = {
        "incidents": _("incidents"),
        "maintenance": _("planned maintenance"),
        "notices": _("notices"),
        "answers": _("answers to complaints"),
    }
    return [words[kind] for kind in target.kinds]
