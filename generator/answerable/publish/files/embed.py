"""What other sites show of this one: `embed.js`, which adds the pinned notice to a page, and `embed/` for frames."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape

from markupsafe import Markup

from answerable.facts.incidents import Pinned, pinned
from answerable.facts.status import Overall
from answerable.output.outputs import Output
from answerable.output.served import HTML, JAVASCRIPT, Lifetime, Served, Verify
from answerable.publish import assets, content_security
from answerable.publish.content_security import EMBEDDED, EMBEDDED_WITH_SCRIPT
from answerable.publish.context import Context
from answerable.publish.feeds import feed_links
from answerable.publish.files.notices import IN_FULL
from answerable.publish.outlook import outlook
from answerable.publish.render import render
from answerable.publish.text.calendars import UNICODE_CALENDARS
from answerable.publish.text.lettering import one_line
from answerable.records.vocabulary import Impact

SCRIPT = "embed.js"
PAGE = "embed/"
WALL = "embed/wall/"
"""The same page for a screen on a wall, which a script loads anew."""
SERVED = (
    Served(SCRIPT, JAVASCRIPT, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served(f"{PAGE}index.html", HTML, Lifetime.STATUS, framed=True, verify=Verify.EVERY_LANGUAGE),
    Served(f"{PAGE}*.html", HTML, Lifetime.STATUS, framed=True),
)
WIDTH, HEIGHT = 600, 190
"""Size of the frame in pixels; its width where a page's policy forbids the style that makes it as wide as its place."""
_COMMENT = re.compile(r"(?:^|\s)//\s.*$", re.MULTILINE)


def publish(context: Context) -> Iterator[Output]:
    """Yield the script, with the site's words and style in it, their style, the page for frames and that for walls."""
    site = {
        "name": one_line(context.site_name),
        "url": context.site_url,
        "lang": context.language,
        "calendar": UNICODE_CALENDARS[context.calendar],
        "dir": context.direction,
        "close": context.gettext("Close"),
        "updated": context.gettext("Updated %(time)s"),
        "unsure": context.gettext("Not confirmed since %(time)s"),
        "dot": context.gettext(" · "),
    }
    style = assets.embed_style()
    source = (assets.ASSETS / SCRIPT).read_text("utf-8")
    source = re.sub(r"\n\s*", "\n", _COMMENT.sub("", source)).strip() + "\n"
    for place, value in (("STYLE", style.content.decode()), ("SITE", site)):  # words of others last: they fill no place
        source = source.replace(f'"__{place}__"', json.dumps(value))
    yield Output(SCRIPT, source.encode())
    yield style
    yield Output(f"{PAGE}index.html", _page(context, "../").encode())
    yield Output(f"{WALL}index.html", _page(context, "../../", is_wall=True).encode())


def script_line(context: Context) -> str:
    """Return the script tag that people paste for the notice."""
    return f'<script src="{escape(context.absolute(SCRIPT))}" async></script>'


def frame_line(context: Context) -> str:
    """Return the frame that people paste; three notices fit its height on a phone."""
    return (
        f'<iframe src="{escape(context.absolute(PAGE))}" title="{escape(one_line(context.site_name))}" '
        f'width="{WIDTH}" height="{HEIGHT}" style="width:100%;border:0" loading="lazy"></iframe>'
    )


def _page(context: Context, root: str, *, is_wall: bool = False) -> str:
    holding = pinned(context.ledger, context.now)[:IN_FULL]
    whole = outlook(context).whole[0].value
    return render(
        context,
        "embed_page.html",
        root,
        notices=holding,
        whole=whole,
        headline=context.has_status and (not holding or _is_worse(whole, holding)),
        feeds=feed_links(context)[:6],
        policy=Markup(content_security.meta(EMBEDDED_WITH_SCRIPT if is_wall else EMBEDDED)),  # noqa: S704 (escaped)
        style=assets.embed_style().path,
        script=assets.wall_script().path if is_wall else "",
    )


def _is_worse(whole: Overall, notices: Iterable[Pinned]) -> bool:
    """Tell whether the overall status is worse than the notices say, since not every incident is pinned."""
    said = max((notice.impact.rank for notice in notices if not notice.resolved), default=0)
    return whole.indicator != "maintenance" and Impact(whole.indicator).rank > said
