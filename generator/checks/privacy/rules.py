"""The privacy rules, as people read of them."""

from __future__ import annotations

from generator.checks.rule import Rule

_OWN = " What is the company's own belongs into channels.yml, or word for word into `privacy.allow` in policy.yml."


def _rule(name: str, what: str, why: str, fix: str) -> Rule:
    return Rule(f"privacy/{name}", what, why, fix, "error")


RULES: dict[str, Rule] = {
    rule.name.partition("/")[2]: rule
    for rule in (
        _rule(
            "phone",
            "A phone number that is none of the company's own, in digits of any script.",
            "Whoever reads it can call; a number cannot be taken back once feeds and archives have it.",
            "Take the number out." + _OWN,
        ),
        _rule(
            "email",
            "An e-mail address that is none of the company's own, also one spelled with (at) and [dot].",
            "It names a person, and machines that send spam read every public page.",
            "Take the address out." + _OWN,
        ),
        _rule(
            "card",
            "A payment card's number, known by its checksum.",
            "With it money can be taken, and the card industry's rules forbid to publish it.",
            "Take it out, here and in the version history; tell the person, whose card should be replaced.",
        ),
        _rule(
            "iban",
            "A bank account's number (IBAN, Sheba), known by its checksum.",
            "It names a person's account to everybody.",
            "Take it out." + _OWN,
        ),
        _rule(
            "id",
            "A number that the state gave a person, known by its checksum, of the countries in `privacy.regions`.",
            "It opens doors at banks and offices, and a person has it for life.",
            "Take it out. A figure that only looks like one may stand word for word in `privacy.allow` in policy.yml.",
        ),
        _rule(
            "code",
            "An order, trip or booking code, as `privacy.codes` in policy.yml describes them.",
            "Who knows the code can look up the order, or pretend to be the customer.",
            "Take it out. `answerable` needs no code to know a complaint: its id is enough.",
        ),
        _rule(
            "handle",
            "A person's name on a network, such as @name, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "link",
            "A link to a person's page or post on a network, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "name",
            "A greeting names somebody who is not in team.yml, as in Hi Jason.",
            "What was one person's answer becomes a public record about that person.",
            "Greet without the name, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "position",
            "A picture says where it was taken.",
            "Cameras write the place into the file: often somebody's home.",
            "Save the picture without its metadata, such as with `exiftool -all= picture.jpg`, or as a screenshot.",
        ),
    )
}
WORDS = {
    "phone": "a phone number",
    "email": "an e-mail address",
    "card": "a payment card's number",
    "iban": "a bank account's number",
    "id": "a person's id number",
    "code": "one of the company's codes",
    "handle": "a person's handle",
    "link": "a link to a person",
    "name": "a person's name",
}
"""How a finding says what was found."""
RIGHT = {
    "handle": "take it out, or record `consent: named`",
    "link": "take it out, or record `consent: named`",
    "name": "greet without it, or record `consent: named`",
}
"""What would be right, where it is not simply to take it out."""
