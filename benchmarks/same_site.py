"""Compare the sites that two checkouts of this project build, file by file and byte by byte.

    python benchmarks/same_site.py BEFORE [AFTER] [--cstate FOLDER] [--statuspage FOLDER]

BEFORE and AFTER are checkouts in which `make install` was run; AFTER is this one by default. Each builds its own
example, in its two languages and in Hebrew and Russian. With `--cstate` (the folder of a cState site) and
`--statuspage` (a folder with incidents.json, components.json and scheduled-maintenances.json) each also imports that
history into a new site and builds it; the imported records are compared too. Of PNG pictures the pixels are compared,
since another compression changes nothing that anybody sees. Prints the files that differ and exits with 1 if there are
any.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parents[1]
NOW = "2026-11-24T09:00:00+03:30"
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "ANSWERABLE_CODE_SECRET": "the-example-has-no-secrets-0123456789",
}
COMPARED_RECORDS = ("incidents", "maintenance", "notices", "components.yml")
WIDTH = 160


def answerable(checkout: Path, folder: Path, *arguments: str | Path) -> None:
    """Run a checkout's command in a folder. Raises RuntimeError with its errors unless it exits with 0 or 3."""
    command = [checkout / ".venv" / "bin" / "answerable", *arguments]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 3}:
        raise RuntimeError(f"{checkout}: answerable {arguments[0]} ended with {done.returncode}\n{done.stderr[-2000:]}")


def build_all(checkout: Path, work: Path, arguments: argparse.Namespace) -> list[Path]:
    """Build every site with one checkout; return the folders to compare."""
    work.mkdir()
    folders = [work / name for name in ("example", "hebrew", "russian")]
    for folder, language in zip(folders, ([], ["--language", "he"], ["--language", "ru"]), strict=True):
        answerable(checkout, checkout, "build", "--now", NOW, "--site-dir", folder, *language)
    for name, source in (("cstate", arguments.cstate), ("statuspage", arguments.statuspage)):
        if source is not None:
            sources = [source.resolve()] if name == "cstate" else sorted(source.resolve().glob("*.json"))
            folders += _build_history(checkout, work / name, name, sources)
    return folders


def _build_history(checkout: Path, folder: Path, importer: str, sources: list[Path]) -> list[Path]:
    answerable(checkout, folder.parent, "init", folder)
    for example in (folder / "content" / "incidents").glob("*.md"):
        example.unlink()
    answerable(checkout, folder, "import", importer, *sources, "--now", NOW)
    answerable(checkout, folder, "build", "--now", NOW)
    records = [folder / "content" / name for name in COMPARED_RECORDS]
    return [folder / "site", *(path for path in records if path.exists())]


def files_below(path: Path) -> set[str]:
    """Return the relative paths of all files below a folder; of a single file, the empty path."""
    return {str(file.relative_to(path)) for file in path.rglob("*") if file.is_file()} if path.is_dir() else {""}


def differences(before: Path, after: Path) -> Iterator[str]:
    """Yield a line for each file that stands on one side only or differs, with its first differing line."""
    old, new = files_below(before), files_below(after)
    yield from (f"only before: {before / name}" for name in sorted(old - new))
    yield from (f"only after: {after / name}" for name in sorted(new - old))
    for name in sorted(old & new):
        one, other = (before / name).read_bytes(), (after / name).read_bytes()
        if not _same(name, one, other):
            yield f"differs: {after / name}\n{_first_difference(one, other)}"


def _same(name: str, one: bytes, other: bytes) -> bool:
    """Return whether two files have the same bytes or, if they are PNG pictures, the same pixels."""
    if one == other or not name.endswith(".png"):
        return one == other
    old, new = (Image.open(BytesIO(content)).convert("RGBA") for content in (one, other))
    return (old.size, old.tobytes()) == (new.size, new.tobytes())


def _first_difference(one: bytes, other: bytes) -> str:
    if b"\0" in one or b"\0" in other:
        return f"  {len(one)} bytes before, {len(other)} after"
    lines = difflib.unified_diff(
        *(text.decode(errors="replace").splitlines() for text in (one, other)), n=0, lineterm=""
    )
    changed = [line for line in lines if line[:3] not in {"---", "+++"} and line[:2] != "@@"]
    first = (
        next((side for side in changed if side[0] == "-"), ""),
        next((side for side in changed if side[0] == "+"), ""),
    )
    same = next((at for at, (a, b) in enumerate(zip(first[0][1:], first[1][1:], strict=False)) if a != b), 0)
    start = max(0, same - WIDTH // 4)
    return "\n".join(f"  {side[:1]}{side[1 + start : 1 + start + WIDTH]}" for side in first)


def main() -> int:
    """Build both sides at the same time, compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path, nargs="?", default=HERE)
    parser.add_argument("--cstate", type=Path)
    parser.add_argument("--statuspage", type=Path)
    parser.add_argument("--most", type=int, default=40, help="how many differences to print")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(2) as pool:
        sides = [Path(temporary, "before"), Path(temporary, "after")]
        checkouts = [arguments.before.resolve(), arguments.after.resolve()]
        before, after = pool.map(build_all, checkouts, sides, [arguments] * 2)
        count = sum(len(files_below(folder)) for folder in after)
        found = [
            line.replace(f"{temporary}/", "") for pair in zip(before, after, strict=True) for line in differences(*pair)
        ]
    print("\n".join(found[: arguments.most]), end="\n" if found else "")
    print(f"{count} files compared, {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
