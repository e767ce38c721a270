"""The rules of privacy, and how findings call what they found."""

from __future__ import annotations

from answerable.checks.rule import Rule
from answerable.records.policy import CheckLevel
from answerable.translation.message import msg

_OWN = " What is the company's own belongs into channels.yml, or word for word into `privacy.allow` in policy.yml."


def _rule(name: str, what: str, why: str, fix: str, level: CheckLevel = "error") -> Rule:
    return Rule(f"privacy/{name}", what, why, fix, level)


RULES: dict[str, Rule] = {
    rule.name.partition("/")[2]: rule
    for rule in (
        _rule(
            "phone",
            "A phone number that is not the company's own.",
            "Whoever reads it can call; a number cannot be taken back once feeds and archives have it.",
            "Take the number out." + _OWN,
        ),
        _rule(
            "email",
            "An e-mail address that is not the company's own, also spelled with (at) and [dot].",
            "It names a person, and machines that send spam read every public page.",
            "Take the address out." + _OWN,
        ),
        _rule(
            "card",
            "A payment card number, by its checksum.",
            "Somebody can take money with it, and the card industry's rules forbid publishing it.",
            "Take it out, here and in the version history; tell the person, whose card should be replaced.",
        ),
        _rule(
            "iban",
            "A bank account number (IBAN, Sheba), by its checksum.",
            "It names a person's account to everybody.",
            "Take it out." + _OWN,
        ),
        _rule(
            "id",
            "A personal id number of a country in `privacy.regions`, by its checksum.",
            "It identifies a person at banks and offices, for life.",
            "Take it out. A figure that only looks like one may stand word for word in `privacy.allow` in policy.yml.",
        ),
        _rule(
            "code",
            "An order or booking code that fits `privacy.codes`.",
            "Whoever knows the code can look up the order, or pretend to be the customer.",
            "Take it out. The complaint's own id is enough.",
        ),
        _rule(
            "key",
            "A key or password of a system: an access token, a private key, a password in an address.",
            "Whoever reads it can get into that system.",
            "Revoke it first, then take it out: the version history keeps it.",
        ),
        _rule(
            "handle",
            "A person's handle, such as @name, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "link",
            "A link to a person's profile or post, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "name",
            "A person's name that is not in team.yml: in greetings, thanks and sign-offs, behind titles.",
            "What was one person's answer becomes a public record about that person.",
            "Write without the name, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "mention",
            "A handle such as @name in an incident, maintenance or company file.",
            "Names of products and packages are fine there; a person's leads to the person.",
            "Nothing, if it is a product. If it is a person, remove it.",
            "note",
        ),
        _rule(
            "passport",
            "A number after a word for passports.",
            "With it somebody can pretend to be that person.",
            "Remove the number." + _OWN,
            "warning",
        ),
        _rule(
            "address",
            "A street with a house number.",
            "It may be somebody's home; that of a shop or an office may stay.",
            "Remove a person's address; put one of your own word for word into `privacy.allow` in policy.yml.",
            "warning",
        ),
        _rule(
            "code-pattern",
            "A pattern in `privacy.codes` that matches ordinary words.",
            "It would make every text unreadable, so it is applied only to capitals, or to what contains a digit.",
            "Write a pattern that only your codes match, such as BRN-[0-9]{8}.",
        ),
        _rule(
            "script",
            "An SVG in `assets/` that runs a script or loads something from elsewhere.",
            "Its script would run as a part of your site.",
            "Save it without scripts, event attributes, foreign objects and links to other files.",
        ),
        Rule(
            "privacy/picture",
            "A picture that cannot be opened, has a format that is not published, or is too large.",
            "What cannot be read cannot be searched for what is private.",
            "Save it again as PNG, JPEG, WebP or GIF.",
            "error",
            fixed=True,
        ),
        _rule(
            "position",
            "A picture that contains the place where it was taken.",
            "Cameras write the place into the file: often somebody's home. The site gets the picture without it.",
            "Remove it from the file too, such as with `exiftool -all= picture.jpg`: others may read the repository.",
            "warning",
        ),
        _rule(
            "metadata",
            "A picture's metadata, its comments or what follows its end holds something private.",
            "Programs write who made a picture, and how to reach them. The site gets the picture without it.",
            "Remove it from the file too, such as with `exiftool -all= picture.jpg`: others may read the repository.",
            "warning",
        ),
    )
}
WORDS = {
    "phone": msg("a phone number"),
    "email": msg("an e-mail address"),
    "card": msg("a payment card's number"),
    "iban": msg("a bank account's number"),
    "id": msg("a person's id number"),
    "code": msg("one of the company's codes"),
    "key": msg("a key or password of a system"),
    "handle": msg("a person's handle"),
    "link": msg("a link to a person"),
    "name": msg("a person's name"),
    "mention": msg("a handle"),
    "passport": msg("the number of a passport"),
    "address": msg("a street address"),
}
"""What a finding calls it."""
RIGHT = {
    "key": msg("revoke it, and remove it"),
    "handle": msg("remove it, or record `consent: named`"),
    "link": msg("remove it, or record `consent: named`"),
    "name": msg("write without it, or record `consent: named`"),
    "mention": msg("remove it if it is a person's"),
    "address": msg("remove it if somebody lives there"),
}
"""What a finding suggests, if not just to remove it."""
