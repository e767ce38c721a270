"""The rules of privacy, and how findings call what they found."""

from __future__ import annotations

from answerable.checks.rule import Rule
from answerable.records.policy import CheckLevel
from answerable.translation.message import msg

_OWN = msg(" What is the company's own belongs into channels.yml, or word for word into `privacy.allow` in policy.yml.")


def _rule(name: str, what: str, why: str, fix: str, level: CheckLevel = "error") -> Rule:
    return Rule(f"privacy/{name}", what, why, fix, level)


RULES: dict[str, Rule] = {
    rule.name.partition("/")[2]: rule
    for rule in (
        _rule(
            "phone",
            msg("A phone number that is not the company's own."),
            msg("Whoever reads it can call; a number cannot be taken back once feeds and archives have it."),
            msg("Take the number out.") + _OWN,
        ),
        _rule(
            "email",
            msg("An e-mail address that is not the company's own, also spelled with (at) and [dot]."),
            msg("It names a person, and machines that send spam read every public page."),
            msg("Take the address out.") + _OWN,
        ),
        _rule(
            "card",
            msg("A payment card number, by its checksum."),
            msg("Somebody can take money with it, and the card industry's rules forbid publishing it."),
            msg("Take it out, here and in the version history; tell the person, whose card should be replaced."),
        ),
        _rule(
            "iban",
            msg("A bank account number (IBAN, Sheba), by its checksum."),
            msg("It names a person's account to everybody."),
            msg("Take it out.") + _OWN,
        ),
        _rule(
            "id",
            msg("A personal id number of a country in `privacy.regions`, by its checksum."),
            msg("It identifies a person at banks and offices, for life."),
            msg(
                "Take it out. A figure that only looks like one may stand word for word in `privacy.allow` in "
                "policy.yml."
            ),
        ),
        _rule(
            "code",
            msg("An order or booking code that fits `privacy.codes`."),
            msg("Whoever knows the code can look up the order, or pretend to be the customer."),
            msg("Take it out. The complaint's own id is enough."),
        ),
        _rule(
            "key",
            msg("A key or password of a system: an access token, a private key, a password in an address."),
            msg("Whoever reads it can get into that system."),
            msg("Revoke it first, then take it out: the version history keeps it."),
        ),
        _rule(
            "handle",
            msg("A person's handle, such as @name, without `consent: named`."),
            msg("It leads to the person, whom others may then write to."),
            msg("Take it out, or ask the person and record `consent: named`.") + _OWN,
        ),
        _rule(
            "link",
            msg("A link to a person's profile or post, without `consent: named`."),
            msg("It leads to the person, whom others may then write to."),
            msg("Take it out, or ask the person and record `consent: named`.") + _OWN,
        ),
        _rule(
            "name",
            msg("A person's name that is not in team.yml: in greetings, thanks and sign-offs, behind titles."),
            msg("What was one person's answer becomes a public record about that person."),
            msg("Write without the name, or ask the person and record `consent: named`.") + _OWN,
        ),
        _rule(
            "mention",
            msg("A handle such as @name in an incident, maintenance or company file."),
            msg("Names of products and packages are fine there; a person's leads to the person."),
            msg("Nothing, if it is a product. If it is a person, remove it."),
            "note",
        ),
        _rule(
            "passport",
            msg("A number after a word for passports."),
            msg("With it somebody can pretend to be that person."),
            msg("Remove the number.") + _OWN,
            "warning",
        ),
        _rule(
            "address",
            msg("A street with a house number."),
            msg("It may be somebody's home; that of a shop or an office may stay."),
            msg("Remove a person's address; put one of your own word for word into `privacy.allow` in policy.yml."),
            "warning",
        ),
        _rule(
            "code-pattern",
            msg("A pattern in `privacy.codes` that matches ordinary words."),
            msg("It would make every text unreadable, so it is applied only to capitals, or to what contains a digit."),
            msg("Write a pattern that only your codes match, such as BRN-[0-9]{8}."),
        ),
        _rule(
            "script",
            msg("An SVG in `assets/` that runs a script or loads something from elsewhere."),
            msg("Its script would run as a part of your site."),
            msg("Save it without scripts, event attributes, foreign objects and links to other files."),
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
            msg("A picture that contains the place where it was taken."),
            msg("Cameras write the place into the file: often somebody's home. The site gets the picture without it."),
            msg(
                "Remove it from the file too, such as with `exiftool -all= picture.jpg`: others may read the "
                "repository."
            ),
            "warning",
        ),
        _rule(
            "metadata",
            msg("A picture's metadata, its comments or what follows its end holds something private."),
            msg("Programs write who made a picture, and how to reach them. The site gets the picture without it."),
            msg(
                "Remove it from the file too, such as with `exiftool -all= picture.jpg`: others may read the "
                "repository."
            ),
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
