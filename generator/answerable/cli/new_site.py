"""The commands that begin a site and that renew what installs Answerable for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from answerable.cli.options import CONFIG, echo, echo_error, refusals_of_the_system, require_config
from answerable.records.vocabulary import Half
from answerable.translation.message import msg

INIT_TEXTS = Path(__file__).resolve().parents[1] / "templates" / "init_words"
INIT_LANGUAGES = sorted(["en", *(path.stem for path in INIT_TEXTS.glob("*.yml"))])


class NewFolder(click.Path):
    """The path of a folder; an empty one is refused, which would otherwise be the working folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path. Raises click.BadParameter for an empty one."""
        if not os.fspath(value).strip():
            self.fail(msg("the name is empty; give a folder, such as mysite, or . for this one"), param, ctx)
        return super().convert(value, param, ctx)


@click.command()
@click.argument("folder", type=NewFolder(path_type=Path), default=".")
@click.option(
    "--language",
    "languages",
    type=click.Choice(INIT_LANGUAGES),
    multiple=True,
    default=["en"],
    show_default=True,
    help="A language of the site; give it again for each further one. README and comments are in the first.",
)
@click.option("--publish", type=click.Choice(["status", "answers"]), help="Begin a site of one half alone.")
@click.option("--template", is_flag=True, help="Make a template repository, from which others begin their sites.")
def init(folder: Path, languages: tuple[str, ...], publish: str | None, template: bool) -> None:
    """Create a new site in FOLDER.

    It has pages, templates, CI for GitHub and GitLab, what installs this Answerable there, and a README that says how
    to go on.

    \b
    Examples:
      answerable init mysite
      answerable init mysite --language fa
      answerable init mysite --language fa --language en
      answerable init mysite --publish status
      answerable init our-template --template

    Exit codes: 0 created, 1 a file already exists or cannot be written, 2 wrong usage.
    """
    from answerable.commands.new_site.init import init as run

    half = Half(publish) if publish else None
    with _one_line_errors(folder):
        made = run(folder, datetime.now(UTC), *dict.fromkeys(languages), template=template, publish=half)
    echo(msg("created %(files)s files in %(folder)s", files=len(made.files), folder=folder))
    echo(msg("CI installs Answerable from %(source)s", source=made.source))
    echo(msg("next:"))
    for number, step in enumerate(_steps(folder), 1):
        echo(msg("  %(number)s. %(step)s", number=number, step=step))


def _steps(folder: Path) -> list[str]:
    """Return the next three steps after a site was created."""
    name = str(folder)
    enter = "" if name == "." else f'cd "{name}"' if " " in name else f"cd {name}"
    return [
        msg("look at it:    %(enter)s, then answerable serve", enter=enter)
        if enter
        else msg("look at it:    answerable serve"),
        msg("make it yours: README.md says how; answerable check lists what is still a placeholder"),
        msg("publish it:    push the folder to GitHub or GitLab, as README.md says"),
    ]


@click.command()
@CONFIG
def pin(config: Path) -> None:
    """Write what installs this Answerable for the site.

    This renews requirements.txt, constraints.txt and vendor/: CI then builds with the Answerable that runs this
    command, and with the versions below it that it was tested with. Run it after you have installed a newer one.

    \b
    Examples:
      answerable pin

    Exit codes: 0 written, 1 cannot write, 2 wrong usage.
    """
    from answerable.commands.new_site.init import pin as run

    require_config(config)
    with _one_line_errors(config):
        found = run(config)
    echo(msg("wrote %(files)s", files=", ".join(found.files)))
    echo(msg("CI installs Answerable from %(source)s", source=found.source))


@contextmanager
def _one_line_errors(place: Path) -> Iterator[None]:
    """Say in one line what cannot be done, and end with 1."""
    from answerable.commands.new_site.init import AlreadyThereError
    from answerable.commands.new_site.own_wheel import NotInstalledError

    try:
        with refusals_of_the_system(place):
            yield
    except (AlreadyThereError, NotInstalledError) as error:
        echo_error(error)
        sys.exit(1)
