"""Build a wheel of the Answerable that is running, however it was installed (PEP 427)."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from answerable.translation.message import msg

NAME = "answerable"
PACKAGE = Path(__file__).resolve().parents[2]
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the wheel, the first that a zip archive can hold: equal files make an equal wheel."""
OF_THE_INSTALLER = {"RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json"}
"""Files of a `.dist-info` folder that do not come from the wheel that was installed, or are written anew."""
WHEEL = "Wheel-Version: 1.0\nGenerator: answerable\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
VERSION = re.compile(rb"^Version: .*$", re.MULTILINE)


class NotInstalledError(RuntimeError):
    """Answerable runs from a folder that no installer knows, so nothing says what it depends on."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: its file name and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash that requirements.txt names."""
        return hashlib.sha256(self.content).hexdigest()


def package_files(package: Path = PACKAGE) -> dict[str, bytes]:
    """Return the files of a package's folder by their paths in a wheel, without caches and hidden files."""
    found = (path for path in sorted(package.rglob("*")) if path.is_file())
    places = {path.relative_to(package.parent): path for path in found}
    return {
        place.as_posix(): path.read_bytes()
        for place, path in places.items()
        if not any(part.startswith(".") or part == "__pycache__" for part in place.parts)
    }


def installed() -> Distribution:
    """Return the installed distribution. Raises NotInstalledError."""
    try:
        return distribution(NAME)
    except PackageNotFoundError:
        raise NotInstalledError(
            msg("Answerable runs from a folder and is not installed; install it with pip, pipx or uv")
        ) from None


def own_wheel() -> Wheel:
    """Return a wheel of this Answerable. Raises NotInstalledError.

    Its version ends with a part of its content's hash, so that pip replaces another wheel of the same release.
    """
    code, known = package_files(), installed()
    version = f"{known.version.partition('+')[0]}+{_content_hash(code)}"
    folder = f"{NAME}-{version}.dist-info"
    about = {f"{folder}/{name}": content for name, content in _about(known, version).items()}
    return Wheel(f"{NAME}-{version}-py3-none-any.whl", _packed(code | about, f"{folder}/RECORD"))


def _content_hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:8]


def _about(known: Distribution, version: str) -> dict[str, bytes]:
    """Return what the wheel says about itself: metadata, commands and licence, from the installed distribution."""
    found = {_place(path): Path(str(path.locate())) for path in _metadata_files(known)}
    files = {name: path.read_bytes() for name, path in found.items() if path.is_file()}
    files["METADATA"] = VERSION.sub(f"Version: {version}".encode(), files["METADATA"], count=1)
    return {**files, "WHEEL": WHEEL.encode()}


def _metadata_files(known: Distribution) -> Iterator[PackagePath]:
    for path in known.files or []:
        if (
            path.parts[0].endswith(".dist-info")
            and path.name not in OF_THE_INSTALLER
            and not path.name.startswith("uv_")
        ):
            yield path


def _place(path: PackagePath) -> str:
    return "/".join(path.parts[1:])


def _packed(files: Mapping[str, bytes], record: str) -> bytes:
    """Return a zip archive with the files and their RECORD."""
    rows = [f"{name},sha256={_record_hash(content)},{len(content)}" for name, content in files.items()]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in [*files.items(), (record, "\n".join([*rows, f"{record},,", ""]).encode())]:
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, content)
    return archive.getvalue()


def _record_hash(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
