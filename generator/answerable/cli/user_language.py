"""The language in which the command line speaks: that of `--lang`, or of the user's environment, else English.

Its catalogs, `locales/<language>/LC_MESSAGES/answerable-cli.po`, are apart from those of the site. They are only read
when somebody speaks another language than English.
"""

from __future__ import annotations

import copy
import inspect
import io
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from answerable.translation.message import is_english, sentence, sentence_for, shown, speak, speak_english

LOCALES = Path(__file__).resolve().parents[1] / "locales"
DOMAIN = "answerable-cli"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the environment that name the user's languages, as gettext reads them: the first that is set."""
_MODULES_OF_CLICK = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
CLICK = (
    "Usage:", "Options", "Commands", "Positional arguments", "default: {default}", "Aborted!", "Missing command.",
    "Show this message and exit.", "Show the version and exit.", "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}", "Invalid value for {param_hint}: {message}", "Missing argument", "Missing option",
    "No such option {name!r}.", "No such command {name!r}.", "Option {name!r} does not take a value.",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a directory.", "{name} {filename!r} is a file.",
    "file", "directory", "path", ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)  # fmt: skip
"""What click says that users of Answerable may meet."""
_KEPT = "\b\n"
"""With which a paragraph begins whose lines click keeps."""
C = TypeVar("C", bound=click.Command)


def speak_to_user(chosen: str | None) -> None:
    """Let the command line speak the language that was chosen, or the user's; English where it cannot be printed."""
    wanted = [chosen] if chosen else _of_environment(os.environ)
    language = next((one for one in wanted if one in languages()), "en")
    for module in _MODULES_OF_CLICK:
        # click asks gettext's global domain, which can only be a file in a folder of its own
        vars(module).update(_=sentence, ngettext=sentence_for)
    if language != "en" and _can_print(found := catalog(language), (sys.stdout, sys.stderr)):
        speak(found, right_to_left=_is_right_to_left(found))
    else:
        speak_english()


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the command line speaks."""
    return ("en", *sorted(path.parts[-3] for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def _of_environment(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the languages of the environment, the most wanted first; `fa` for `fa_IR.UTF-8`."""
    value = next(filter(None, (environment.get(name) for name in VARIABLES)), "")
    for name in value.split(":"):
        language = name.partition(".")[0].partition("@")[0].partition("_")[0].lower()
        yield "en" if language in {"c", "posix"} else language


@cache
def catalog(language: str) -> GNUTranslations:
    """Return the catalog of a language, compiled; this is cached, as reading a `.po` file takes a moment."""
    from answerable.output.user_cache import name_of, read_cached, write_cached

    name = name_of(DOMAIN, language)
    compiled = read_cached(name)
    if compiled is None:
        compiled = _compiled(LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po")
        write_cached(name, compiled)
    return GNUTranslations(io.BytesIO(compiled))


def _compiled(path: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    return compiled.getvalue()


def _is_right_to_left(found: GNUTranslations) -> bool:
    """Return the direction of a catalog by a word of it; Babel, which knows it, would slow each start by a fifth."""
    return unicodedata.bidirectional(found.gettext(CLICK[0])[0]) in {"R", "AL"}


def _can_print(found: GNUTranslations, streams: tuple[TextIO | None, ...]) -> bool:
    """Return whether the encodings of the streams have the letters of a catalog."""
    encodings = {str(getattr(stream, "encoding", None) or "utf-8").lower() for stream in streams}
    texts = found._catalog.values()  # type: ignore[attr-defined]  # noqa: SLF001 (nothing else gives all texts)
    letters = "".join(sorted(set("".join(texts))))
    try:
        for encoding in encodings - {"utf-8", "utf8"}:
            letters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_user_language(command: C) -> C:
    """Return the command with its help, and that of its options and subcommands, in the user's language."""
    if is_english():
        return command
    made = copy.copy(command)
    for name in ("help", "short_help", "epilog"):
        setattr(made, name, _paragraphs(getattr(made, name)))
    made.params = [_translated_parameter(one) for one in command.params]
    if isinstance(made, click.Group):
        made.commands = {name: in_user_language(one) for name, one in made.commands.items()}
    return made


def _translated_parameter(parameter: click.Parameter) -> click.Parameter:
    made = copy.copy(parameter)
    if isinstance(made, click.Option) and made.help:
        made.help = sentence(made.help)
    return made


def _paragraphs(text: str | None) -> str | None:
    """Return a help text translated by paragraphs."""
    return "\n\n".join(f"{mark}{sentence(words)}{rest}" for mark, words, rest in _parts(text)) if text else text


def _parts(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each paragraph of a help text as the mark that keeps its lines, the words to translate, and the rest.

    Of one whose lines are kept, only the first is translated, its heading.
    """
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith(_KEPT):
            heading, line_break, rest = paragraph.removeprefix(_KEPT).partition("\n")
            yield _KEPT, heading, line_break + rest
        else:
            yield "", " ".join(paragraph.split()), ""


def sentences_of_help(command: click.Command) -> Iterator[str]:
    """Yield each sentence or paragraph that `in_user_language` translates, for the catalogs."""
    for text in filter(None, (command.help, command.short_help, command.epilog)):
        yield from (words for _, words, _ in _parts(text))
    yield from (one.help for one in command.params if isinstance(one, click.Option) and one.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found:
                yield from sentences_of_help(found)


class SpeakingGroup(click.Group):
    """A group whose help, and that of its commands, and whose errors are in the user's language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, translated."""
        super(SpeakingGroup, in_user_language(self)).format_help(ctx, formatter)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a subcommand, translated."""
        found = super().get_command(ctx, cmd_name)
        return in_user_language(found) if found else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; translate the message of an error with which it ends."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            vars(error)["message"] = shown(error.message)  # it is final for others than its class
            raise
