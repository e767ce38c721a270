"""The command `translate`: files for translators, and back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from answerable.cli.options import CONFIG, NOW, echo, refusals_of_the_system


@click.group()
def translate() -> None:
    """Exchange texts with translators, as PO files.

    \b
    Examples:
      answerable translate export --language fa
      answerable translate import fa.po
      answerable translate status

    Exit codes: 0 done, 1 not done, 2 wrong usage.
    """


@translate.command("export")
@click.option("--language", required=True, help="The language to translate into, such as fa.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file.  [default: LANGUAGE.po]"
)
@CONFIG
@NOW
def export_texts(language: str, output: Path | None, config: Path, now: datetime | None) -> None:
    """Write what is not translated yet, or has changed since.

    Texts with private details are left out. What a translator has filled in in that file stays there. Translations that
    are older than their source, according to git, are marked fuzzy.

    \b
    Example:
      answerable translate export --language fa -o fa.po

    Exit codes: 0 written, 1 cannot write, 2 wrong usage.
    """
    from answerable.commands.translate.po_export import export

    with refusals_of_the_system(output):
        for line in export(config, language, output or Path(f"{language}.po"), now or datetime.now(UTC)):
            echo(line)


@translate.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--language", default="", help="The language of the file.  [default: the one that it names]")
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@CONFIG
@NOW
def import_texts(file: Path, language: str, dry_run: bool, config: Path, now: datetime | None) -> None:
    """Put the translations of a PO file into the records.

    Nothing else in them changes. What lost a link, a number or a name is named. Left out are fuzzy entries, private
    details, and texts that have changed since the export.

    \b
    Example:
      answerable translate import fa.po

    Exit codes: 0 all imported, 1 something was not, 2 wrong usage.
    """
    from answerable.commands.translate.po_import import import_translations

    with refusals_of_the_system(file):
        made = import_translations(config, file, language, now or datetime.now(UTC), dry_run=dry_run)
    for line in made.lines(dry_run=dry_run):
        echo(line)
    sys.exit(0 if made.clean else 1)


@translate.command("status")
@CONFIG
@NOW
def translation_status(config: Path, now: datetime | None) -> None:
    """Show how much is translated, by language and kind.

    \b
    Example:
      answerable translate status

    Exit codes: 0 whatever is missing, 2 wrong usage.
    """
    from answerable.commands.translate.coverage import coverage

    for line in coverage(config, now or datetime.now(UTC)):
        echo(line)
