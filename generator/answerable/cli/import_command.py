"""The command `import`, with a subcommand for each importer of the registry."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from answerable.cli.options import CONFIG, NOW, Command, echo
from answerable.cli.user_language import in_user_language

if TYPE_CHECKING:
    from answerable.importers.registry import Importer


class _Importers(click.Group):
    """Makes its subcommands when somebody asks for them, since the importers load DuckDB and more."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (as click calls it)
        """Return the names of all importers."""
        from answerable.importers.registry import all_importers

        return list(all_importers())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (the same)
        """Return the command of an importer, or None if there is none of that name."""
        from answerable.importers.registry import all_importers

        importer = all_importers().get(cmd_name)
        return in_user_language(_command(importer)) if importer else None


@click.group("import", cls=_Importers)
def import_() -> None:
    """Import from another status page or a helpdesk.

    Importing again changes only what changed in the source; your own edits stay.

    \b
    Examples:
      answerable import cstate ../status
      answerable import statuspage https://status.example.com --dry-run

    Exit codes: 0 all imported, 1 something was not, or was changed on both sides, 2 wrong usage.
    """


def _command(importer: Importer) -> click.Command:
    own = _parameters(importer.arguments)
    common = _parameters((
        CONFIG,
        NOW,
        click.option("--zone", default="UTC", show_default=True, help="The zone of times without offset."),
        click.option("--name", default=importer.name, show_default=True, help="The name to remember the import by."),
        click.option("--dry-run", is_flag=True, help="Only show what would be written."),
        click.option("--verbose", is_flag=True, help="List each guess."),
    ))  # fmt: skip
    parameters = [*(own[name] for name in own if name not in common), *(own.get(name, common[name]) for name in common)]
    callback = functools.partial(_run, importer)
    return click.Command(importer.name, params=parameters, callback=callback, help=inspect.cleandoc(importer.help))


def _parameters(options: Sequence[Callable[[Command], Command]]) -> dict[str, click.Parameter]:
    """Return the parameters of click's decorators by their first names, such as `--zone`."""

    def command() -> None: ...

    for option in options:
        option(command)
    made: list[click.Parameter] = getattr(command, "__click_params__", [])
    return {one.opts[0]: one for one in made}


def _run(
    importer: Importer, *, config: Path, now: datetime | None, name: str, dry_run: bool, verbose: bool,
    zone: str = "UTC", **arguments: Any,
) -> None:  # fmt: skip
    from answerable.commands.importing import ImportOptions, run_import

    options = ImportOptions(config, name, now or datetime.now(UTC), zone, dry_run)
    report = run_import(importer, arguments, options)
    for line in report.lines(verbose=verbose):
        echo(line)
    sys.exit(0 if report.clean else 1)
