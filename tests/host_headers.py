"""Reads a site's `_headers` as Netlify and Cloudflare Pages do."""

from __future__ import annotations

from fnmatch import fnmatchcase


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """The headers of each pattern in a file `_headers`."""
    rules: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules[pattern][name] = value
        elif line:
            pattern = line
            assert pattern not in rules
            rules[pattern] = {}
    return rules


def sent(rules: dict[str, dict[str, str]], address: str) -> dict[str, list[str]]:
    """Every header of an address, with each value that some rule gives it."""
    found: dict[str, list[str]] = {}
    for pattern, headers in rules.items():
        if fnmatchcase(address, pattern):
            for name, value in headers.items():
                found.setdefault(name, []).append(value)
    return found
