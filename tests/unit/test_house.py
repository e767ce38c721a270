"""The rules of the house: who may import whom, how long a module may be, what may stand in the repository."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from answerable.publish import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "generator"
PACKAGE = "answerable"

# From the top down; those beside each other do not import one another.
FLOORS = (
    {"__main__"},
    {"cli"},
    {"commands"},
    {"mkdocs_plugin"},
    {"publish"},
    {"importers", "outreach"},
    {"web"},
    {"checks"},
    {"content"},
    {"intake"},
    {"facts"},
    {"records"},
    {"output"},
    {"translation"},
)
READS_THE_CLOCK = {"cli", "commands", "mkdocs_plugin"}
CLOCK_OWNERS = {"datetime", "date", "dt", "time"}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}
LONGEST_MODULE = 400
LONG_MODULE = 300
LONGER_WITH_REASON = {
    f"{PACKAGE}.facts.definitions",  # the list of all figures in the order of the page "How we count"
    f"{PACKAGE}.publish.site",  # the one list of all that is published
    f"{PACKAGE}.records.model",  # all kinds of records, which docs/records.md describes in this order
    f"{PACKAGE}.mkdocs_plugin.site_build",  # one method for each hook of MkDocs, which share the state of a build
}
LARGEST_FOLDER = 16  # modules
USE_DUCKDB = {"intake"}
LONGEST_SCRIPT = 200
LARGEST_FILE = 500_000  # bytes
MACHINE_PATH = re.compile(rb"(?<![\w.*~-])/(?:work|root|home/\w+|Users/\w+|tmp/v\d)(?:/|\b(?=[\s\"'`:]))")
REGISTRY = re.compile(rb"(?i)\b(?:test\.)?pypi\.(?:org|python)|python(?:hosted)\b|\bregistry\.npmjs\b")
LINK = re.compile(r"\]\(<?([^)>\s#]*)(?:#([\w-]+))?[^)]*\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _modules() -> dict[str, Path]:
    """Map each module's dotted name to its file, read from the folder itself."""
    files = sorted((SOURCE / PACKAGE).rglob("*.py"))
    parts = {path: path.relative_to(SOURCE).with_suffix("").parts for path in files}
    return {".".join(p[:-1] if p[-1] == "__init__" else p): path for path, p in parts.items()}


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def _imports(name: str, path: Path, known: set[str]) -> set[str]:
    """Return the modules of the house that a module imports, wherever in it the import stands."""
    base = name if path.name == "__init__.py" else name.rpartition(".")[0]
    named = {target for node in ast.walk(_tree(path)) for target in _targets(node, base)}
    found = {next((p for p in _prefixes(target) if p in known), "") for target in named}
    return found - {"", name}


def _targets(node: ast.AST, base: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = base.split(".")[: len(base.split(".")) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{source}.{alias.name}" for alias in node.names)


def _prefixes(target: str) -> Iterator[str]:
    """Yield `a.b.c`, `a.b`, `a`: what a name was imported from is the longest that is a module."""
    while target:
        yield target
        target = target.rpartition(".")[0]


def _graph(modules: dict[str, Path]) -> dict[str, set[str]]:
    return {name: _imports(name, path, set(modules)) for name, path in modules.items()}


def _room(module: str) -> str:
    """Return the floor's part of a dotted name: `answerable.facts.status` stands in `facts`."""
    return module.split(".")[1] if "." in module else ""


def _floor(module: str) -> int:
    room = _room(module)
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), len(FLOORS))


def _breaks_the_floors(importer: str, imported: str) -> bool:
    return _room(importer) != _room(imported) and _floor(importer) >= _floor(imported)


def _upwards(graph: dict[str, set[str]]) -> list[str]:
    pairs = ((name, target) for name, targets in graph.items() for target in targets)
    return sorted(f"{name} imports {target}" for name, target in pairs if _breaks_the_floors(name, target))


def _circle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _clock_readings(path: Path) -> list[int]:
    """Return the lines in which a module asks the machine for the time."""
    calls = (node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    asked = (func for func in calls if isinstance(func, ast.Attribute) and func.attr in CLOCKS)
    return [func.lineno for func in asked if ast.unparse(func.value).rpartition(".")[2] in CLOCK_OWNERS]


def _tracked() -> list[Path]:
    # CI often checks out as another user, whose folders git would refuse to read.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]


def test_every_module_has_a_floor() -> None:
    """A new package in generator/answerable/ must be given its place among the floors."""
    rooms = {_room(module) for module in _modules()} - {""}
    assert sorted(rooms - set().union(*FLOORS)) == []


def test_no_floor_imports_upwards() -> None:
    """A module imports only from its own room and from the floors below."""
    assert _upwards(_graph(_modules())) == []


def test_no_circles() -> None:
    """No module imports itself by way of others."""
    assert " -> ".join(_circle(_graph(_modules()))) == ""


def test_only_the_plugin_imports_mkdocs() -> None:
    """Its package makes `mkdocs` mean ProperDocs where that is installed instead, before anything imports it."""
    named = {
        name: {t for node in ast.walk(_tree(path)) for t in _targets(node, name)} for name, path in _modules().items()
    }
    engines = {"mkdocs", "properdocs", "material"}
    users = {name for name, targets in named.items() if engines & {target.split(".")[0] for target in targets}}
    assert {_room(name) for name in users} == {"mkdocs_plugin"}


@pytest.mark.parametrize(
    ("importer", "source", "complaint"),
    [
        ("facts/status.py", "from answerable.publish import feeds", "answerable.facts.status"),
        ("facts/status.py", "def f():\n    import answerable.publish.feeds", "answerable.facts.status"),
        ("facts/status.py", "from ..publish.feeds import x", "answerable.facts.status"),
        ("importers/a.py", "from answerable.outreach import b", "answerable.importers.a"),
        ("publish/feeds.py", "from answerable.facts import status", ""),
        ("facts/a.py", "from . import status", ""),
    ],
)
def test_an_import_is_seen_however_it_is_written(importer: str, source: str, complaint: str, tmp_path: Path) -> None:
    """Plain, nested, relative and sideways imports are told apart as the floors say."""
    path = tmp_path / importer.replace("/", "-")
    path.write_text(source, encoding="utf-8")
    known = {f"{PACKAGE}.{name}" for name in ("publish.feeds", "facts.status", "outreach.b", "facts")}
    name = f"{PACKAGE}.{importer.removesuffix('.py').replace('/', '.')}"
    upwards = _upwards({name: _imports(name, path, known)})
    assert [line.split(" ")[0] for line in upwards] == ([complaint] if complaint else [])


def test_a_circle_is_seen() -> None:
    """Three modules that import each other in a ring are a circle."""
    assert set(_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


@functools.cache
def _lengths() -> dict[str, int]:
    return {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in _modules().items()}


def test_no_module_is_too_long_to_read() -> None:
    """No module is longer than 400 lines."""
    assert {name: lines for name, lines in _lengths().items() if lines > LONGEST_MODULE} == {}


def test_modules_of_more_than_300_lines_have_a_reason() -> None:
    """Longer modules are listed above with their reason, and none is listed that is shorter."""
    assert {name for name, lines in _lengths().items() if lines > LONG_MODULE} == LONGER_WITH_REASON


def test_no_folder_has_too_many_modules() -> None:
    """No folder has more than 16 modules beside its `__init__.py`."""
    folders = Counter(path.parent for path in _modules().values() if path.name != "__init__.py")
    assert {folder.name: number for folder, number in folders.items() if number > LARGEST_FOLDER} == {}


def _public_classes(path: Path) -> list[str]:
    classes = (node.name for node in _tree(path).body if isinstance(node, ast.ClassDef))
    return [name for name in classes if not name.startswith("_")]


def test_no_two_modules_have_one_file_name() -> None:
    """A file name says which module is meant, wherever it is read."""
    names = Counter(path.name for path in _modules().values() if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_public_classes_have_one_name() -> None:
    """A class's name says which one is meant, wherever it is read."""
    homes: dict[str, list[str]] = {}
    for module, path in _modules().items():
        for name in _public_classes(path):
            homes.setdefault(name, []).append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_public_classes_are_seen(tmp_path: Path) -> None:
    """Classes of a module count; private ones, nested ones and functions do not."""
    path = tmp_path / "module.py"
    path.write_text("class A:\n    class B: ...\nclass _C: ...\ndef D(): ...\nclass E(A): ...\n", encoding="utf-8")
    assert _public_classes(path) == ["A", "E"]


def _users_of(library: str, modules: dict[str, Path]) -> set[str]:
    """Return the modules that import a library, wherever in them the import is."""
    targets = {
        name: {t for node in ast.walk(_tree(path)) for t in _targets(node, name)} for name, path in modules.items()
    }
    return {name for name, found in targets.items() if any(target.split(".")[0] == library for target in found)}


def test_only_the_intake_uses_duckdb() -> None:
    """All SQL and all of the database's exceptions stay in intake/."""
    assert {_room(name) for name in _users_of("duckdb", _modules())} == USE_DUCKDB


@pytest.mark.parametrize("source", ["import duckdb", "def f():\n    from duckdb.typing import VARCHAR"])
def test_a_use_of_a_library_is_seen_however_it_is_written(source: str, tmp_path: Path) -> None:
    """Plain and nested imports of a library and of its parts are found; other libraries are not."""
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert _users_of("duckdb", {"module": path}) == {"module"}
    assert _users_of("sqlite3", {"module": path}) == set()


@pytest.mark.parametrize("script", sorted((SOURCE / PACKAGE / "assets").rglob("*.js")), ids=lambda path: path.name)
def test_a_script_is_no_longer_than_can_be_read(script: Path) -> None:
    """No part of what runs at readers' is longer than 200 lines."""
    assert len(script.read_text(encoding="utf-8").splitlines()) <= LONGEST_SCRIPT


def test_each_part_of_the_page_s_script_is_joined() -> None:
    """A part that stands in the folder and not in the list would be read by people and by no browser."""
    assert {path.stem for path in (SOURCE / PACKAGE / "assets" / "page").iterdir()} == set(assets.PAGE)


def test_only_commands_and_hooks_read_the_clock() -> None:
    """Below them the present instant is an argument, so that the same input gives the same bytes."""
    rooms = {name: path for name, path in _modules().items() if _room(name) not in READS_THE_CLOCK}
    assert {name: lines for name, path in rooms.items() if (lines := _clock_readings(path))} == {}


def test_no_tracked_file_is_large() -> None:
    """Nothing over half a megabyte is kept in the repository."""
    assert [path.name for path in _tracked() if path.stat().st_size > LARGEST_FILE] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_tracked_file_names_somebody_s_machine(pattern: re.Pattern[bytes]) -> None:
    """No path of a developer's machine and no package registry's host stands in any tracked file."""
    found = {str(path.relative_to(ROOT)): pattern.findall(path.read_bytes()) for path in _tracked()}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("home", ["work", "root", "home/sara", "Users/sara"])
def test_a_machine_path_is_seen(home: str) -> None:
    """The pattern finds a path and leaves an address of the web alone."""
    path = f"see /{home}/notes".encode()
    assert MACHINE_PATH.search(path)
    assert not MACHINE_PATH.search(b"https://example.org/" + path[5:])


def _anchors(page: Path) -> set[str]:
    """Return the places in a document to which a link may lead, as git hosts make them of headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(page.read_text("utf-8"))
    }


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in README, CONTRIBUTING, CHANGELOG and docs/ is a file that is there, and a heading in it."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, *found) for page in pages for found in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [
        (page, page.parent / target if target else page, anchor) for page, target, anchor in links if ":" not in target
    ]
    assert [f"{page.name}: {target}" for page, target, _ in local if not target.exists()] == []
    assert [f"{p.name}: {t.name}#{anchor}" for p, t, anchor in local if anchor and anchor not in _anchors(t)] == []
