"""What is told: one item of news with its words in each of the site's languages."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from answerable.records.notify import NewsKind, Target

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Line breaks, control characters and controls of direction; joiners stay, which Persian needs."""


@dataclass(frozen=True, slots=True)
class NewsText:
    """The words of an item in one language.

    `html` and `text` are the same news as safe HTML and as plain paragraphs. `components` are the names of those
    concerned, `site_name` that of the site. `read_on`, `why` and `leave` are for the foot of a message.
    """

    language: str
    direction: str
    title: str
    url: str
    html: str
    text: str
    components: tuple[str, ...] = ()
    author: str = ""
    site_name: str = ""
    read_on: str = "Read on the site"
    why: str = "You get this because you asked for news."
    leave: str = "Unsubscribe"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An update of an incident or a maintenance, a notice, or an outcome of a complaint, as the feeds have it.

    `id` is that of the item in the feeds of the site's first language, `record` that of its record. `status` is what it
    says, such as `resolved`; `impact` is that of an incident. `texts` begins with the site's first language.
    """

    id: str
    kind: NewsKind
    at: datetime
    record: str
    status: str
    impact: str
    components: tuple[str, ...]
    site_name: str
    site_url: str
    texts: tuple[NewsText, ...]

    @property
    def key(self) -> str:
        """A hash of the id in letters and digits, as headers and other services take it."""
        return sha256(self.id.encode()).hexdigest()[:32]

    @property
    def content(self) -> str:
        """A hash of what it says, by which it is known again when its instant, and with that its id, is corrected."""
        said = (self.record, self.status, self.texts[0].title, self.texts[0].text)
        return sha256("\0".join(said).encode()).hexdigest()[:32]

    def concerns(self, target: Target) -> bool:
        """Whether a target wants it; news about no component in particular concerns the subscribers of each."""
        components = target.components
        return self.kind in target.kinds and self.is_about(components)

    def is_about(self, components: Collection[str]) -> bool:
        """Whether it is about one of these components; with none of them, or none of its own, it is."""
        return not components or not self.components or any(id in components for id in self.components)

    def in_languages(self, languages: Collection[str]) -> tuple[NewsText, ...]:
        """Return its texts in these languages, as far as the site has them, or else in the site's first."""
        chosen = {text.language: text for text in self.texts}
        return tuple(chosen[language] for language in languages if language in chosen) or self.texts[:1]


def one_line(words: str, at_most: int = 200) -> str:
    """Return the words on one line of limited length, as a header takes them: no line break or control is left."""
    line = " ".join(_CONTROLS.sub(" ", words).split())
    return line if len(line) <= at_most else f"{line[: at_most - 1].rstrip()}…"
