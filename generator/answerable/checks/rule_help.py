"""Explain rules: what one finds, why that matters, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from answerable.checks.rule import Rule
from answerable.checks.run import FAMILIES, RULES, level_of
from answerable.records.findings import did_you_mean, quoted
from answerable.records.policy import CheckLevel
from answerable.translation.message import Message, joined, msg, shown

FILE_RULES: dict[str, Rule] = {
    name: Rule(name, what, why, fix, "note" if name == "publish" else "error", fixed=True)
    for name, what, why, fix in (
        (
            "record",
            "A file or a value that is not what it must be: a key is missing, a word is misspelt, a time does not fit.",
            "What is not understood cannot be published, and a guess could say something false.",
            "Correct the line that the finding names. With `answerable schema` an editor says which words are allowed.",
        ),
        (
            "yaml",
            "Lines that cannot be read: a quote is not closed, an indentation is wrong, a tab, a colon in a text.",
            "From such a line on, nothing of the file is understood.",
            "Correct the line that the finding names. Texts in double quotes are safest.",
        ),
        (
            "reference",
            "A record names a channel, topic, group or incident that does not exist.",
            "Its page would lead nowhere, and figures would miss it.",
            "Write an id that stands in the list, or add it to the list: channels.yml, policy.yml, components.yml.",
        ),
        (
            "component",
            "A record names a component that is not in components.yml. It is published all the same.",
            "Readers see the id in place of a name, and the component's status does not change.",
            "Write an id from components.yml; one that is gone stays there with `retired: true`.",
        ),
        (
            "person",
            "Somebody signs who is not in team.yml. The record is published all the same.",
            "Readers see the id in place of a name.",
            "Write an id from team.yml; somebody who left stays there with `retired: true`.",
        ),
        (
            "comment",
            "A text without quotes has a `#` after a space, at which YAML ends it, or an HTML comment is never closed.",
            "What stands behind it is not published, and half a sentence may say the opposite.",
            "Put the whole text in quotes, or close the comment with `-->`.",
        ),
        (
            "unseen",
            "A character that nobody sees, such as one that reverses the direction of text.",
            "It can make a text say something else than its file seems to say.",
            "Delete it, or type the words again. The record is published without it.",
        ),
        (
            "unchecked",
            "A file could not be checked, by a fault of the program. Notices are published all the same.",
            "What would have been found in it is not known.",
            "Report the fault, with the line of the finding; write the text in a plainer way until it is mended.",
        ),
        (
            "intake",
            "A row or a column of content/intake/ that cannot be counted as it is.",
            "Figures would be wrong, so rows with errors are left out, and the site says how many.",
            "Correct the row, or the export that it comes from.",
        ),
        (
            "build",
            "The preview could not be built again, mostly because of mkdocs.yml.",
            "It shows the site as it was before the change.",
            "Correct the line that the finding names; the preview then comes back by itself.",
        ),
        (
            "published",
            "A file in content/published/ with the figures of a closed month cannot be read.",
            "The site could not say what changed since the month was closed.",
            "Take the file back from the history in git; only `answerable close` writes these files.",
        ),
        (
            "publish",
            "Files of a half of the site that `publish` in policy.yml leaves out: they are not read and not published.",
            "Whoever writes a record should know that nobody will see it.",
            "Add the half to `publish`, or remove the files.",
        ),
        (
            "translation/file",
            "An entry of a translator's PO file that `answerable translate import` cannot use.",
            "The text may have changed meanwhile, and a guess could publish a wrong sentence.",
            "Export the texts again, and copy the translations that still fit.",
        ),
        (
            "brand",
            "A colour, logo, font, style sheet or script of mkdocs.yml that cannot be used as it is.",
            "Words in some colours cannot be read, and another host would learn of every reader.",
            'Put the file into content/assets/, and write a colour such as "#0b6e4f" in quotes.',
        ),
    )
}
"""Rules of files, which are checked whenever a site is built, not only by `answerable check`."""

WIDTH = 100


class UnknownRuleError(Exception):
    """No rule and no family has that name; the message suggests similar ones."""


def explain(name: str, levels: Mapping[str, CheckLevel]) -> str:
    """What a rule finds, why, how to put it right and how to change its level; for a family, a line for each rule.

    The text is in the user's language. Raises UnknownRuleError.
    """
    rule = RULES.get(name) or FILE_RULES.get(name)
    if rule:
        return "\n".join(_rule(rule, levels))
    some = [rule for rule in RULES.values() if rule.name.partition("/")[0] == name]
    if not some:
        right = did_you_mean(name, [*RULES, *FAMILIES, *FILE_RULES]) or msg(
            "families: %(names)s", names=", ".join(FAMILIES)
        )
        raise UnknownRuleError(msg("no rule is called %(name)s; %(right)s", name=quoted(name), right=right))
    return "\n".join(
        shown(joined(": ", (f"{rule.name} ({level_of(rule, levels)})", Message(rule.what, {})))) for rule in some
    )


def _rule(rule: Rule, levels: Mapping[str, CheckLevel]) -> Iterator[str]:
    level = level_of(rule, levels)
    own = msg("%(level)s by your policy.yml, %(usual)s without", level=level, usual=rule.level)
    yield shown(joined(": ", (rule.name, level if level == rule.level else own)))
    yield from ("", shown(msg("what: %(words)s", words=Message(rule.what, {})), WIDTH))
    yield from ("", shown(msg("why: %(words)s", words=Message(rule.why, {})), WIDTH))
    yield from ("", shown(msg("how to put it right: %(words)s", words=Message(rule.fix, {})), WIDTH), "")
    if rule.fixed:
        kept = msg("Its level cannot be changed: a record that breaks it is not published.")
        yield shown(kept if rule.name in RULES else msg("Its level cannot be changed."))
        return
    yield shown(
        msg("To change its level, in policy.yml (off, note, warning or error; a family's name sets all its rules):")
    )
    yield f"checks: {{{rule.name}: {'note' if level != 'note' else 'warning'}}}"
