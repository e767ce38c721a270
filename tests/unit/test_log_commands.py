"""What the commands print in CI: no name and no text can make a line a command to the system that runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW, ROOT
from tests.unit.content import COMPLAINT, INCIDENT, MKDOCS, write

from answerable.records.findings import FORMATS, Finding, escape_commands, escape_invisible

COMMANDS = (
    "::error::x",
    "  ::warning::x",
    "\n::error::x",
    "##[error]x",
    "a ##[add-mask]x",
    "##vso[task.complete]",
    "\x1b[0m",
)


def commands_in(output: str) -> list[str]:
    """The lines that GitHub's runner, Azure Pipelines or a terminal would obey.

    GitHub's runner takes `::` at the start of a line, after white space, and `##[` anywhere (ActionCommand.cs).
    """
    signs = ("##[", "##vso[", "\x1b")
    return [line for line in output.splitlines() if line.lstrip().startswith("::") or any(s in line for s in signs)]


@pytest.mark.parametrize("text", COMMANDS)
def test_a_text_at_the_start_of_a_line_is_no_command(text: str) -> None:
    """What is left is readable, and on one line."""
    escaped = escape_invisible(text)
    assert commands_in(escaped) == [] and len(escaped.splitlines()) == 1


def test_ordinary_colons_and_hashes_stay() -> None:
    """Only what could be a command is escaped."""
    for text in ("a::b", "Note: x", ":", "## Heading", "#1", "[#1]", "see ##", "a [::1]"):
        assert escape_invisible(text) == text


@pytest.mark.parametrize("style", sorted(FORMATS))
@pytest.mark.parametrize("text", COMMANDS)
def test_a_finding_is_no_command_of_others(style: str, text: str) -> None:
    """In each format, as path, message, suggestion or rule; GitHub's format has one command for each finding."""
    output = FORMATS[style]([Finding(text, 1, 1, text, text, text)])
    found = commands_in(output)
    assert found == ([output] if style == "github" else [])
    assert output.count("::error ") == (style == "github")


@pytest.mark.parametrize("text", COMMANDS[:-1])
def test_a_post_or_a_template_is_no_command_either(text: str) -> None:
    """Texts of several lines keep all but the sign of a command: letters of Hebrew and joiners of Persian, too."""
    whole = f"\u200fA line\n{text}\nمی\u200cخواهم\n"
    assert commands_in(escape_commands(whole)) == []
    assert escape_commands(whole).startswith("\u200fA line\n") and "می\u200cخواهم" in escape_commands(whole)


@pytest.mark.parametrize("path", sorted((ROOT / "generator/answerable/cli").glob("*.py")), ids=lambda path: path.name)
def test_commands_print_by_what_escapes(path: Path) -> None:
    """Only `check` prints as it is, since its format for GitHub consists of commands."""
    bare = [line.strip() for line in path.read_text("utf-8").splitlines() if "click.echo(" in line]
    allowed = {
        "__init__.py": ["click.echo(words)"],
        "options.py": ["click.echo(escape_commands(shown(text)), err=err, nl=nl)"],
    }
    assert bare == allowed.get(path.name, [])


def test_no_file_name_reaches_a_log_as_a_command(tmp_path: Path) -> None:
    """A pull request may name its files and its texts as it likes."""
    write(tmp_path, {
        "index.md": "---\ntemplate: home.html\n---\n",
        "::error::page.md": "---\ntitle: ::error::x\n---\n<script>1</script>\n",
        "incidents/::error::a.md": "---\ntitle: [\n---\n",
        "incidents/b\n::error::b.md": INCIDENT.replace("checkout", "'::error::'"),
        "incidents/c##[error].md": INCIDENT.replace("major", "'\\n::error::x'"),
        "complaints/d##vso[x].md": COMPLAINT.replace("refunds", "'##[error]'"),
    })  # fmt: skip
    settings = f"{MKDOCS}plugins: [answerable]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for arguments, code in ((["check"], 1), (["check", "--format", "json"], 1), (["build"], 3)):
        done = answerable(*arguments, "--now", EXAMPLE_NOW, cwd=tmp_path, code=code)
        assert "error:" in done.output and "::error::" in done.output
        assert commands_in(done.output) == []
