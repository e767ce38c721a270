"""JSON Schemas of all records and company files, for completion and validation in editors.

They are the models' schemas (JSON Schema draft 7, which all editors support) with a description of each key. Keys that
name a component, channel, person, topic or group suggest the site's own ids without requiring them: an id may have been
added after the schema was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from answerable.records.company import Channels, Components, Policy, Team
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Part
from answerable.records.notify import Notify

KEY_HELP = {
    "above": "How many times as many as usual make a surge, such as 3.",
    "acknowledgments": "Link to a page that thanks people who reported vulnerabilities.",
    "acronyms": "Words in capitals that are not shouting.",
    "add": "Phrases to add to the list.",
    "address": "How the channel is written for people, such as @baran_help or a phone number.",
    "alike": "How similar two complaints or two replies must be to count as the same, in per cent.",
    "allow": "Exact strings that are not private, such as the company's own hotline.",
    "account": "The handle, chat or room to post to, where the channel's url does not name it.",
    "announce": "Post pinned notices on this profile: true, or a map with what differs from the usual.",
    "announced": "When the maintenance was announced, with offset.",
    "answers": "Ids of the people (team.yml) who answer here.",
    "approved_by": "Id of the person (team.yml) who read it before it was published; not the one who signs.",
    "at": "When it happened, with its offset, such as 2026-11-23T10:09:00+03:30.",
    "believe_for": "How long after its build a page can be trusted, such as 6h.",
    "blame": "Phrases that blame the customer.",
    "buttondown": "Newsletters at Buttondown.",
    "by": "Id of the person (team.yml) who signs it.",
    "changed": "What is different now because somebody complained.",
    "channel": "Id of the channel (channels.yml) on which the person complained.",
    "channels": "Where people reach the company; the off-hours notice follows the first one that has hours.",
    "checks": "The level of each rule, such as {privacy: error, tone/emoji: off}.",
    "codes": "The forms of the company's own order, trip and booking codes, so that none is published.",
    "collapsed": "Whether the group is collapsed on the home page at first.",
    "component": "Id of the component (components.yml) it is about.",
    "component_lists": "The number of the list for each component, such as {checkout: 4}.",
    "component_tags": "The tag of the subscribers of each component, such as {checkout: status-checkout}.",
    "components": "The parts of the service: in a record, those affected, each with its status.",
    "consent": "What the person allowed: none (it is counted, and nothing of it is shown), anonymous, or named. Only "
    "named may carry a name, a quote or a link.",
    "contact": "Links for reporting vulnerabilities, the best first: https:, mailto: or tel:.",
    "count": "How many complaints about one subject make a surge.",
    "customer": "The person who complained; only with consent: named.",
    "day": "A day, such as 2026-12-20.",
    "description": "What the component does, in one sentence.",
    "did": "What was done.",
    "draft": "A draft is never published.",
    "encryption": "Where to find the key for encrypting reports: https, dns or openpgp4fpr.",
    "endpoint": "The address of the program, or the environment variable that has it.",
    "ends": "When it ends, with offset.",
    "exceptions": "Days with other hours than their weekday.",
    "exclusions": "How the reasons read for which rows of the intake are excluded.",
    "expires": "Until when the information is valid, with offset; at most a year ahead.",
    "fine": "Phrases that are fine although they contain a phrase of another list.",
    "follow_up_within": "How long after a complaint was taken private its outcome is published, such as 7d.",
    "freshness": "How often the site is rebuilt and how long a build can be trusted.",
    "group": "Id of the group of components it belongs to.",
    "groups": "Components that customers think of as one thing.",
    "holding_within": "How long after the start a text of content/templates/ needs only one signature, such as 30m.",
    "holidays": "Code of the country on whose public holidays the channel is closed, such as IR or DE-BY.",
    "hours": "When people answer, by weekday, such as {mon-fri: 09:00-17:00}; or always, or closed.",
    "id": "Short name in lower-case letters; it never changes.",
    "impact": "How badly it affects people: none, minor, major or critical.",
    "incident": "Id of the incident that caused it.",
    "initials": "The initials with which the person signs.",
    "key": "The environment variable with the API key.",
    "kind": "The network or medium.",
    "kinds": "What to tell of: incidents, maintenance, notices and answers; the first three if left out.",
    "language": "The language of the posts; the site's first by default.",
    "languages": "The site's languages, the first one first, such as [en, fa].",
    "link": "A full address, beginning with https://.",
    "listmonk": "Lists at a listmonk server.",
    "lists": "The numbers of the lists whose subscribers get everything.",
    "maintenance_notice": "How long ahead maintenance must be announced to be left out of the uptime, such as 24h.",
    "minimum_n": "How many complaints a figure needs before it is shown.",
    "name": "The name that people see.",
    "network": "The network to post to; the channel's kind by default.",
    "next_step": "Phrases that say what happens next.",
    "next_update": "When you promise to say more; shown, and counted as kept or broken.",
    "off_hours": "What to do when nobody is there.",
    "organisation": "The company's name.",
    "outcome": "How it ended; only with did: resolved.",
    "owner": "Id of the person (team.yml) who is responsible for it.",
    "password": "The environment variable with the password.",
    "pattern": "A regular expression, such as BRN-[0-9]{8}.",
    "people": "The people who sign.",
    "pin_after_resolved": "How long a resolved incident stays pinned, such as 2h.",
    "pinned": "Whether it is pinned on every page while it is open.",
    "policy": "Link to the rules for people who look for vulnerabilities.",
    "priority": "Which complaints go first: outage, safety, prominent, urgent or normal.",
    "privacy": "What counts as private: countries, the company's own codes, and what is allowed.",
    "publish": "The halves of the site: [status, answers] or one of them.",
    "quote": "The person's own words; only with consent: named.",
    "reason": "Why it was declined. Under exclusions: the reason, as excluded_because of the rows has it.",
    "rebuild_every": "How often CI rebuilds the site, such as 15m.",
    "received": "When the person complained, with offset.",
    "regions": "Countries whose phone and id numbers are recognized as people write them there, such as [IR, IL, RU].",
    "remove": "Phrases to remove from the list, spelled as in the list.",
    "retired": "Whether it is no longer part of the service: it has no status, but its page and its history stay.",
    "role": "What the person does.",
    "roles": "The roles that the policy's rules refer to, such as [approver].",
    "said": "What the person said, in your own words.",
    "same_again": "When two replies count as the same.",
    "secret": "The environment variable with the secret that signs.",
    "security": "Where people report vulnerabilities; published as /.well-known/security.txt.",
    "sender": "The e-mail address in From.",
    "server": "The server's address, where the channel's url does not name it; of a mail server its name and port.",
    "shouted": "Short words that count as shouting in capitals.",
    "sign_off": "What a second person must read before it is published.",
    "since": "From when on it counts: a day for a component's uptime, an instant for a rule.",
    "slang": "Words that are too informal.",
    "sorry_you_feel": "Apologies for the customer's feelings instead of the mistake.",
    "started": "When it began, if that was before the first update.",
    "smtp": "Subscribers who are sent mail by your own mail server.",
    "starts": "When it begins, with offset.",
    "status": "The status.",
    "steps": "The steps that were taken, oldest first.",
    "stock_apology": "Apologies that would fit any complaint.",
    "subscribe": "Where people subscribe: a link that begins with https: or mailto:.",
    "subscribers": "The environment variable with the addresses, one a line, or with the path of such a file.",
    "surge": "When complaints about one subject are a surge.",
    "tag": "The tag of the subscribers who get everything.",
    "targets": "How soon a first answer is promised, by priority.",
    "text": "The text that people read, in Markdown.",
    "title": "The headline that people read.",
    "tls": "How the connection to the mail server is encrypted: starttls, implicit or none.",
    "tone": "How replies should sound: your own phrases, and when two replies count as the same.",
    "token": "The environment variable with the token, never the token; ANSWERABLE_<CHANNEL>_TOKEN by default.",
    "topic": "Id of the topic (policy.yml) it is about.",
    "topics": "What complaints are about.",
    "track_for": "How long a case can be looked up after it was closed, such as 180d.",
    "unsubscribe": "Links with which a subscriber leaves; {token} and {address} stand for the subscriber's.",
    "updates": "The updates, oldest first. Under announce: edit the post at each update, or answer it in its thread.",
    "url": "The channel's address: https://, mailto: or tel:.",
    "user": "The user's name.",
    "webhooks": "Programs that are sent JSON.",
    "website": "The company's website.",
    "weeks": "How many past weeks are compared.",
    "why": "Why the day is different.",
    "window": "The length of time in which a surge's complaints are counted, such as 1h.",
    "withdrawn": "Why it was withdrawn after it had been published; its page then shows only this. Under "
    "announce: delete the posts about such a record, or answer them.",
    "within": "How far back replies are compared, such as 90d.",
    "words": "Under tone: changes to the word lists by language. Under same_again: the fewest words to compare.",
    "calendar": "The calendar of printed dates, by language: gregorian, hebrew or persian; months go by the last, too.",
    "zone": "A time zone's name, such as Asia/Tehran.",
}


MODELS: dict[str, type[Part]] = {
    "incident": Incident,
    "maintenance": Maintenance,
    "notice": Notice,
    "complaint": Complaint,
    "components": Components,
    "channels": Channels,
    "team": Team,
    "policy": Policy,
    "notify": Notify,
}
_IDS = {
    "by": "person",
    "approved_by": "person",
    "owner": "person",
    "channel": "channel",
    "topic": "topic",
    "component": "component",
    "group": "group",
}
_LISTS = {"answers": "person", "topics": "topic"}
Schema = dict[str, Any]


def schemas(known: Mapping[str, Iterable[str]]) -> dict[str, Schema]:
    """Return the schema of each kind of file. `known` has the ids of components, channels and so on, by kind."""
    ids = {kind: sorted(found) for kind, found in known.items()}
    return {name: _schema(model, ids) for name, model in MODELS.items()}


def _schema(model: type[Part], ids: Mapping[str, list[str]]) -> Schema:
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, value in part.get("properties", {}).items():
            part["properties"][key] = _explained(key, value, ids)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _explained(key: str, value: Schema, ids: Mapping[str, list[str]]) -> Schema:
    value.pop("title", None)
    if value.get("default", 0) is None:
        del value["default"]
    if key in _IDS:
        _offer(value, ids.get(_IDS[key], []))
    elif key in _LISTS and "$ref" not in value.get("items", {}):
        _offer(value.get("items", {}), ids.get(_LISTS[key], []))
    elif key == "announce":
        value["anyOf"].append({"type": "boolean"})
    elif key == "checks":
        _offer_keys(value, ids.get("rule", []))
    elif key == "components":
        _offer_keys(value, ids.get("component", []))
    return {"description": KEY_HELP[key], **value}


def _offer(value: Schema, ids: list[str]) -> None:
    """Add known ids as alternatives to the pattern of ids."""
    if not ids:
        return
    if "anyOf" in value:
        value["anyOf"].insert(0, {"enum": ids})
    else:
        value["anyOf"] = [{"enum": ids}, {"type": value.pop("type"), "pattern": value.pop("pattern")}]


def _offer_keys(value: Schema, ids: list[str]) -> None:
    """Add known ids as keys of a map, from component to status or from rule to level."""
    for branch in (value, *value.get("anyOf", [])):
        for status in branch.get("patternProperties", {}).values():
            branch["properties"] = dict.fromkeys(ids, status)
