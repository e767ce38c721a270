"""The subscribers of news by mail: read from outside the repository, and never named in a log."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from pathlib import Path

from answerable.outreach.notify.way_registry import SettingsError, Tools
from answerable.translation.message import advised, msg

_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]\x00-\x1f\x7f]{1,64}@[^\s@<>(),;:\"\\\[\]_\x00-\x1f\x7f]{1,255}")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One person: the address, the line of the list, and what is wanted; without `components` it is everything.

    The address has its domain in ASCII (IDNA), which every mail server takes. Keyed hashes of it are `mark`, which
    stands for it in the log, and `token`, which stands for it in links to unsubscribe.
    """

    address: str = field(repr=False)
    line: int
    mark: str
    token: str = field(repr=False)
    components: tuple[str, ...] = ()
    language: str = ""


def read_subscribers(variable: str, secret: str, tools: Tools) -> list[Subscriber]:
    """Return the subscribers of the list in a variable, or in the file whose path it has. Raises SettingsError.

    A line has an address, and after it perhaps `components=checkout,delivery` and `language=fa`. Empty lines and those
    that begin with `#` are left out, and so is an address that was there before.
    """
    found: dict[str, Subscriber] = {}
    wrong = []
    for number, line in enumerate(_list(variable, tools).splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            one = _subscriber(line, number, secret)
            if one is None:
                wrong.append(number)
            else:
                found.setdefault(one.address.casefold(), one)
    if wrong:
        lines = ", ".join(map(str, wrong[:10])) + (" …" if len(wrong) > 10 else "")
        what = msg("%(name)s: no address can be read in line %(lines)s of the list", name=variable, lines=lines)
        right = msg("write an address, and after it perhaps components=checkout and language=fa")
        raise SettingsError(advised(what, right))
    return list(found.values())


def _list(variable: str, tools: Tools) -> str:
    """Return the text of the list."""
    value = tools.secret(variable, msg("the subscribers' addresses, one a line, or the path of a file with them"))
    if ("@" in value and "\n" in value) or _ADDRESS.match(value):
        return value
    path = Path(value)
    if path.resolve().is_relative_to(tools.folder.resolve()):
        raise SettingsError(
            msg(
                "the file that %(name)s names is in the site's folder; keep it out of the repository",
                name=variable,
            )
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError, ValueError) as error:
        why = getattr(error, "strerror", None) or msg("it is not UTF-8")
        raise SettingsError(
            msg("the file that %(name)s names cannot be read: %(why)s", name=variable, why=why)
        ) from None


def _subscriber(line: str, number: int, secret: str) -> Subscriber | None:
    written, *words = line.split()
    settings = {key: value for key, _, value in (word.partition("=") for word in words)}
    if not _ADDRESS.fullmatch(written) or settings.keys() - {"components", "language"} or not all(settings.values()):
        return None
    name, _, domain = written.rpartition("@")
    try:
        address = f"{name}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    components = tuple(id for id in settings.get("components", "").split(",") if id)
    key = address.casefold()
    mark, token = keyed_hash(secret, f"log:{key}"), keyed_hash(secret, f"unsubscribe:{key}")
    return Subscriber(address, number, mark, token, components, settings.get("language", ""))


def keyed_hash(secret: str, words: str) -> str:
    """Return 32 hexadecimal digits of an HMAC-SHA256."""
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()[:32]
