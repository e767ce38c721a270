"""The interface's gettext catalogs, read from `generator/locales` without a compile step."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).parent.parent / "locales"


def _(message: str) -> str:
    """Marks a sentence for extraction; it is translated when it is shown."""
    return message


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """The catalog of a language; English sentences stand for themselves where there is none."""
    path = _catalog(language)
    return _compiled(path) if path else NullTranslations()


def is_spoken(language: str) -> bool:
    """Whether the interface has words in a language, or in the one of which it is a variety."""
    return language.partition("-")[0] == "en" or _catalog(language) is not None


def _catalog(language: str) -> Path | None:
    names = (language.replace("-", "_"), language.partition("-")[0])
    paths = (LOCALES / name / "LC_MESSAGES" / "answerable.po" for name in names)
    return next((path for path in paths if path.is_file()), None)


def _compiled(path: Path) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parts[-3]))
    compiled.seek(0)
    return Translations(compiled, domain="answerable")
