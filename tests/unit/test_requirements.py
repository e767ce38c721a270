"""What `init` and `pin` write to install Answerable: the one that made the site, wherever it came from."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.command import answerable
from tests.git import git

from answerable import __version__
from answerable.commands.new_site import own_wheel, requirements
from answerable.commands.new_site.requirements import public_address

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ORIGIN = "https://git.example.com/team/answerable.git"
VENDORED = re.compile(r"\./vendor/(answerable-[\d.]+\+[0-9a-f]{8}-py3-none-any\.whl) --hash=sha256:([0-9a-f]{64})")


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What pip noted about the installed Answerable; nothing for one that came from a package index."""
    note: dict[str, object] = {}
    monkeypatch.setattr(requirements, "_direct_url", lambda: note)
    return note


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that this test's git finds at ORIGIN, as the world would."""
    git(tmp_path, "init", "--bare", "origin.git")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{(tmp_path / 'origin.git').as_uri()}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", ORIGIN)
    return tmp_path / "origin.git"


@pytest.fixture
def clone(tmp_path: Path, bare: Path) -> Path:
    """A clone with the files of the running package in one commit, which its origin has."""
    git(tmp_path, "clone", str(bare), "clone")
    folder = tmp_path / "clone"
    for name, content in own_wheel.package_files().items():
        path = folder / "generator" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    git(folder, "push", "-q", "origin", "HEAD:main")
    git(folder, "fetch", "-q", "origin")
    git(folder, "remote", "set-url", "origin", "git@git.example.com:team/answerable.git")
    return folder


def lines(pins: requirements.Pins, name: str = "requirements.txt") -> list[str]:
    """The lines of a file that are no comments."""
    return [line for line in pins.files[name].decode().splitlines() if not line.startswith("#")]


def is_vendored(pins: requirements.Pins) -> bool:
    """Whether the site carries a wheel whose hash its requirements.txt names."""
    found = VENDORED.fullmatch(lines(pins)[0])
    if not found:
        return False
    assert own_wheel.Wheel("", pins.files[f"vendor/{found[1]}"]).sha256 == found[2]
    assert lines(pins)[1:] == ["--requirement constraints.txt"]
    return True


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://git.example.com/t/a", "https://git.example.com/t/a"),
        ("https://sam:secret@git.example.com/t/a.git", "https://git.example.com/t/a.git"),
        ("git@git.example.com:t/a.git", "https://git.example.com/t/a.git"),
        ("ssh://git@git.example.com:2222/t/a.git", "https://git.example.com/t/a.git"),
        ("https://localhost/t/a", ""),
        ("http://git.example.com/t/a", ""),
        ("file:///srv/a.git", ""),
        ("/srv/a.git", ""),
        (r"C:\srv\a.git", ""),
        ("", ""),
    ],
)
def test_a_public_address_works_on_any_machine(url: str, address: str) -> None:
    """With https, without a password, and on a host that has a name."""
    assert public_address(url) == address


@pytest.mark.usefixtures("clone")
def test_a_repository_is_named_at_its_commit(noted: dict[str, object]) -> None:
    """After `pip install git+https://…` CI installs that commit. pip takes no hashes beside a repository."""
    noted |= {"url": ORIGIN, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    pins = requirements.pins()
    assert lines(pins) == [f"answerable @ git+{ORIGIN}@{COMMIT}", "--constraint constraints.txt"]
    assert "mkdocs==1.6.1" in lines(pins, "constraints.txt")
    assert b"--hash" not in pins.files["constraints.txt"]
    assert set(pins.files) == {"requirements.txt", "constraints.txt"}


@pytest.mark.parametrize("url", [ORIGIN, "file:///srv/a.git"])
def test_a_repository_that_strangers_cannot_read_is_not_named(noted: dict[str, object], url: str) -> None:
    """A host that gives nothing without a password, or a path of this machine: the site carries a wheel."""
    noted |= {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requirements, "_output", lambda *_, **__: "")
        assert is_vendored(requirements.pins())


@pytest.mark.parametrize("editable", [{"editable": True}, {}])
def test_a_clone_is_named_by_its_origin(noted: dict[str, object], clone: Path, editable: dict[str, bool]) -> None:
    """After `pip install .` in a clone, CI gets the same commit from the clone's origin, over https."""
    noted |= {"url": clone.as_uri(), "dir_info": editable}
    assert lines(requirements.pins())[0] == f"answerable @ git+{ORIGIN}@{git(clone, 'rev-parse', 'HEAD')}"


@pytest.mark.parametrize(
    "change", ["not pushed", "not committed", "other dependencies", "not what is installed", "no clone at all"]
)
def test_a_clone_that_ci_could_not_get_is_not_named(noted: dict[str, object], clone: Path, change: str) -> None:
    """CI would find no such commit, or other files than those that run here: the site carries a wheel."""
    noted |= {"url": clone.as_uri(), "dir_info": {}}
    module = clone / "generator/answerable/__init__.py"
    if change == "not pushed":
        git(clone, "commit", "--allow-empty", "-m", "second")
    elif change == "not committed":
        (module.parent / "more.py").write_text("", "utf-8")
    elif change == "other dependencies":
        (clone / "pyproject.toml").write_text("", "utf-8")
    elif change == "not what is installed":
        module.write_text("", "utf-8")
        git(clone, "commit", "-qam", "second")
        git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    else:
        noted["url"] = "file:///nowhere/answerable"
    assert is_vendored(requirements.pins())


def index(folder: Path, wheel: bytes) -> None:
    """Put a release of Answerable into a folder that pip reads like a package index."""
    folder.mkdir()
    (folder / f"answerable-{__version__}-py3-none-any.whl").write_bytes(wheel)


def release(extra: str = "") -> bytes:
    """A wheel of this release, as an index has it; with `extra` its files are others."""
    code = own_wheel.package_files() | ({"answerable/__init__.py": extra.encode()} if extra else {})
    about = f"answerable-{__version__}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: answerable\nVersion: {__version__}\n"
    files = {f"{about}/METADATA": metadata.encode(), f"{about}/WHEEL": own_wheel.WHEEL.encode()}
    return own_wheel._packed(code | files, f"{about}/RECORD")


@pytest.fixture
def pip_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one place where pip looks for packages."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr(sys, "executable", python_with_pip())
    return tmp_path / "index"


def python_with_pip() -> str:
    """An interpreter that has pip, as a virtual environment made by people has."""
    for python in (sys.executable, getattr(sys, "_base_executable", sys.executable)):
        if not subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
            return python
    pytest.fail("no pip beside this Python")


def test_a_release_is_named_by_version_and_hash(noted: dict[str, object], pip_finds: Path) -> None:
    """When the package index has the very files that run here."""
    wheel = release()
    index(pip_finds, wheel)
    checksum = own_wheel.Wheel("", wheel).sha256
    assert noted == {}
    assert lines(requirements.pins()) == [
        f"answerable=={__version__} --hash=sha256:{checksum}",
        "--requirement constraints.txt",
    ]


@pytest.mark.parametrize("there", ["nothing", "other files"])
def test_a_name_that_somebody_else_has_registered_is_not_trusted(
    noted: dict[str, object], pip_finds: Path, there: str
) -> None:
    """When the package index has nothing by this name, or other files under it, the site carries a wheel."""
    if there == "other files":
        index(pip_finds, release("import os"))
    assert noted == {}
    assert is_vendored(requirements.pins())


def test_every_dependency_is_pinned_with_hashes() -> None:
    """The shipped constraints name what pyproject.toml asks for, in versions that it allows, and hashes for each."""
    hashes = r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+$"
    entries = re.findall(rf"^([a-z0-9.-]+)==(\S+)(?: ; .+?)?{hashes}", locked(), re.MULTILINE)
    kept = dict(entries)
    assert len(entries) == len(re.findall(r"^[a-z]", locked(), re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in map(Requirement, project["dependencies"]):
        assert wanted.specifier.contains(kept[wanted.name.lower()]), wanted
    assert {"markupsafe", "pydantic-core"} <= kept.keys()  # what those stand on is there too


def locked() -> str:
    """The shipped constraints.txt."""
    return requirements.LOCK.read_text("utf-8")


def test_the_shipped_versions_are_those_of_the_tests() -> None:
    """`make lock` writes both locks together: each version for sites stands in the lock for developers."""
    versions = re.findall(r"^[a-z0-9.-]+==\S+", locked(), re.MULTILINE)
    developers = (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert [version for version in versions if f"{version} " not in developers] == []


def test_the_wheel_installs_without_anything_else(tmp_path: Path) -> None:
    """pip checks its hash, and the installed command makes a site that carries the same wheel, byte for byte."""
    site = tmp_path / "site"
    found = requirements._from_site(own_wheel.own_wheel())
    requirements.write_pins(site, found)
    here = {**environment(), "PIP_NO_INDEX": "1"}
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    # What stands below it is not at hand without a network, but installed beside this test.
    (site / "requirements.txt").write_text(lines(found)[0], "utf-8")
    pip = [
        python_with_pip(),
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "-r",
        "requirements.txt",
    ]
    subprocess.run(pip, cwd=site, env=here, check=True, capture_output=True)
    others = "\n".join(path for path in sys.path if path.endswith("site-packages"))
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(others, "utf-8")
    command = tmp_path / "venv" / "bin" / "answerable"
    for words in (
        ["init", "again"],
        ["check", "--config", "again/mkdocs.yml"],
        ["build", "--config", "again/mkdocs.yml"],
    ):
        subprocess.run([command, *words], cwd=tmp_path, env=here, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "again/site/index.html").is_file()
    (wheel,) = (site / "vendor").iterdir()
    assert (tmp_path / "again/vendor" / wheel.name).read_bytes() == wheel.read_bytes()


def environment() -> dict[str, str]:
    """This environment without what leads Python to this repository's own packages."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def test_a_wheel_says_what_it_is(tmp_path: Path) -> None:
    """Its command, licence and dependencies are those of the installed one; equal files make an equal wheel."""
    made = own_wheel.own_wheel()
    (tmp_path / made.name).write_bytes(made.content)
    with zipfile.ZipFile(tmp_path / made.name) as packed:
        about = {Path(name).name: packed.read(name).decode() for name in packed.namelist() if ".dist-info/" in name}
        record = about["RECORD"].splitlines()
        assert {row.split(",")[0] for row in record} == set(packed.namelist())
    assert f"\nVersion: {made.name.split('-')[1]}\n" in about["METADATA"]
    assert "Requires-Dist: mkdocs<2,>=1.6.1" in about["METADATA"]
    assert "answerable = answerable.cli:main" in about["entry_points.txt"]
    assert about["LICENSE"] == (ROOT / "LICENSE").read_text("utf-8")
    assert made == own_wheel.own_wheel()


def test_pin_renews_what_an_older_answerable_wrote(tmp_path: Path) -> None:
    """The wheel of the older one goes; other files of vendor/ are not ours."""
    site = tmp_path / "site"
    answerable("init", site, cwd=tmp_path)
    before = (site / "requirements.txt").read_text("utf-8")
    for name in ("answerable-0.0.1+00000000-py3-none-any.whl", "theme-1.0-py3-none-any.whl"):
        (site / "vendor").mkdir(exist_ok=True)
        (site / "vendor" / name).write_bytes(b"")
    (site / "requirements.txt").write_text("answerable\n", "utf-8")
    assert "requirements.txt, constraints.txt" in answerable("pin", cwd=site).output
    assert (site / "requirements.txt").read_text("utf-8") == before
    left = {path.name for path in (site / "vendor").iterdir()}
    assert "theme-1.0-py3-none-any.whl" in left and not any("0.0.1" in name for name in left)


def test_a_folder_that_is_not_installed_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing knows its dependencies, so no site is begun with it."""

    def missing(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(own_wheel, "distribution", missing)
    said = answerable("init", "site", cwd=tmp_path, code=1)
    assert "install it with pip, pipx or uv" in said.output
    assert not (tmp_path / "site").exists()


def test_where_pip_noted_nothing_the_index_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """PEP 610: only a distribution from a package index has no direct_url.json."""

    class Installed:
        def __init__(self, note: str | None) -> None:
            self.note = note

        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return self.note

    for note, known in ((None, {}), (json.dumps({"url": "file:///a"}), {"url": "file:///a"})):
        monkeypatch.setattr(requirements, "installed", lambda note=note: Installed(note))
        assert requirements._direct_url() == known
