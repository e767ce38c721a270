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
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
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
C = TypeVar("C", bound=click.Command)


def speak_to_user(chosen: str | None) -> None:
    """Let the command line speak the language that was chosen, or the user's; English where it cannot be printed."""
    wanted = [chosen] if chosen else _of_environment(os.environ)
    language = next((one for one in wanted if one in languages()), "en")
    for (
        module
    ) in _MODULES_OF_CLICK:  # click asks gettext's global domain, which can only be a file in a folder of its own
        vars(module).update(_=sentence, ngettext=sentence_for)
    if language != "en" and _can_print(found := catalog(language), (sys.stdout, sys.stderr)):
        speak(found, right_to_left=language in RIGHT_TO_LEFT)
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
    """Return a help text translated by paragraphs; of one whose lines are kept, only the first, its heading."""
    return "\n\n".join(map(_paragraph, inspect.cleandoc(text).split("\n\n"))) if text else text


def _paragraph(text: str) -> str:
    if not text.startswith("\b\n"):
        return sentence(" ".join(text.split()))
    heading, _, rest = text.removeprefix("\b\n").partition("\n")
    return f"\b\n{sentence(heading)}\n{rest}"


def sentences_of_help(command: click.Command) -> Iterator[str]:
    """Yield each sentence or paragraph that `in_user_language` translates, for the catalogs."""
    for text in filter(None, (command.help, command.short_help, command.epilog)):
        for paragraph in inspect.cleandoc(text).split("\n\n"):
            kept = paragraph.startswith("\b\n")
            yield paragraph.removeprefix("\b\n").partition("\n")[0] if kept else " ".join(paragraph.split())
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
