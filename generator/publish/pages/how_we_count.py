"""How we count: every figure's meaning from the definitions that the code itself goes by, and the policy's numbers."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from generator.build.shell import Page
from generator.facts.definition import Definition
from generator.facts.definitions import DEFINITIONS, YARDSTICK
from generator.facts.definitions_changes import CHANGES
from generator.facts.definitions_ends import ENDS
from generator.facts.definitions_outages import OUTAGES
from generator.facts.definitions_replies import REPLIES
from generator.publish.addresses import HOW_WE_COUNT
from generator.publish.context import Context
from generator.publish.figure_words import PRIORITY_WORDS
from generator.publish.pages import surges
from generator.publish.render import render
from generator.records.words import Priority


def pages(context: Context) -> Iterator[Page]:
    """The one page."""
    title = context.gettext("How we count")
    policy, found = context.ledger.policy, context.figures.surges if context.figures else ()
    html = render(
        context,
        "how_we_count.html",
        "../../",
        groups=_groups(context),
        targets=[(context.gettext(PRIORITY_WORDS[p]), policy.targets[p]) for p in Priority if p in policy.targets],
        policy=policy,
        surges=Markup(surges.section(context, "../../", found)),  # noqa: S704 (rendered with escaping)
    )
    description = context.gettext("What each figure means, from the code that works it out")
    yield Page(HOW_WE_COUNT, "transparency", title, description, html)


def _groups(context: Context) -> list[tuple[str, list[Definition]]]:
    named = [
        (context.gettext("How soon people are answered"), REPLIES),
        (context.gettext("What became of it, and how sure a figure is"), ENDS),
        (context.gettext("Incidents"), OUTAGES),
        (context.gettext("What changed"), CHANGES),
    ]
    known = {definition.id for _name, group in named for definition in group}
    rest = tuple(definition for definition in DEFINITIONS if definition.id not in known)
    return [(name, list(group)) for name, group in [*named, (context.gettext("More"), (*rest, YARDSTICK))]]
