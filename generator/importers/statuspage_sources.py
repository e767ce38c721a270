"""Where Statuspage's documents are: files, addresses, and the three that belong to a status page's own address."""

from __future__ import annotations

import stat
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from generator.web.fetch import MAX_BYTES, FetchError

DOCUMENTS = ("incidents.json", "scheduled-maintenances.json", "components.json")


def is_address(source: str) -> bool:
    """Whether a source is an address of the web and not a file; any other scheme is refused when it is fetched."""
    return "://" in source


def addresses(source: str) -> tuple[str, ...]:
    """A file or an address of a document as it is; a status page's own address as those of its three documents."""
    if not is_address(source):
        return (source,)
    try:
        parts = urlsplit(source)
    except ValueError:
        return (source,)
    if parts.path.endswith(".json"):
        return (source,)
    base = parts.path.rstrip("/").removesuffix("/api/v2")
    return tuple(urlunsplit(parts._replace(path=f"{base}/api/v2/{name}", fragment="")) for name in DOCUMENTS)


def read_file(path: Path) -> bytes:
    """The bytes of a document's file. Raises FetchError with one line."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise FetchError(f"{path}: this is not a file")
        if about.st_size > MAX_BYTES:
            raise FetchError(f"{path}: the file is larger than {MAX_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise FetchError(f"{path}: the file cannot be read ({error.strerror})") from None
