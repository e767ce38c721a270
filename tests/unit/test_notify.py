"""Notifying: what is sent to whom and how often, and the webhooks, whose signatures another library checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pytest_httpserver import HTTPServer
from standardwebhooks.webhooks import Webhook
from tests.unit.notified_site import SECRET, NotifiedSite
from werkzeug import Request, Response

from answerable.output.failures import RAISE
from answerable.outreach.notify import webhook
from answerable.outreach.notify.news_item import NewsItem
from answerable.outreach.notify.way_registry import Tools, all_ways
from answerable.publish.api.schemas import schema_of
from answerable.records.notify import Notify, WebhookTarget
from answerable.web import fetch

OTHER = "whsec_" + "QUFB" * 8
HOOK = "webhooks:\n  - {id: team, endpoint: HOOK, secret: HOOK_SECRET%s}\n"


class Receiver:
    """A webhook's receiver that checks each signature, and answers what a test wants."""

    def __init__(self, server: HTTPServer) -> None:
        self.url, self.answer, self.headers = server.url_for("/hook/t0k3n"), 204, dict[str, str]()
        self.got: list[dict[str, Any]] = []
        self.ids: list[str] = []
        server.expect_request("/hook/t0k3n").respond_with_handler(self.take)

    def take(self, request: Request) -> Response:
        """Take one delivery; what it answers may be a refusal after it has taken it."""
        # Its tolerance of five minutes is measured by the machine's clock, and so are our timestamps.
        body = Webhook(SECRET).verify(request.data, dict(request.headers))
        self.got.append(body)
        self.ids.append(request.headers["webhook-id"])
        return Response(status=self.answer, headers=self.headers)

    @property
    def titles(self) -> list[str]:
        """The titles of what was delivered, in its order."""
        return [one["data"]["texts"]["en"]["title"] for one in self.got]


@pytest.fixture
def receiver(httpserver: HTTPServer) -> Receiver:
    """A receiver that takes everything."""
    return Receiver(httpserver)


@pytest.fixture
def site(tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> NotifiedSite:
    """A site with one webhook, which has been told that it is one."""
    monkeypatch.setattr(fetch, "LONGEST_WAIT", 0.0)
    made = NotifiedSite(tmp_path, HOOK % "", {"HOOK": receiver.url, "HOOK_SECRET": SECRET})
    made.run()
    return made


def test_each_update_is_sent_once(site: NotifiedSite, receiver: Receiver) -> None:
    """The second run sends nothing, and a new update is sent alone."""
    site.incident("a", "One in three fails.")
    assert "sent: webhooks/team: “Investigating: Payments fail”" in site.run()
    assert (site.run(), len(receiver.got)) == ("", 1)
    site.incident("a", "One in three fails.", "All work again.")
    site.run()
    assert [one["data"]["texts"]["en"]["text"].split("\n")[1] for one in receiver.got] == [
        "One in three fails.",
        "All work again.",
    ]
    assert len(set(receiver.ids)) == 2


def test_the_body_is_as_its_schema_says(site: NotifiedSite, receiver: Receiver) -> None:
    """The JSON has a type, a version and the words; its id is that of the feed's item."""
    site.incident("a", "One in three fails.")
    site.run()
    schema = schema_of("api/event.schema.json")
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(receiver.got[0])
    data = receiver.got[0]["data"]
    assert (receiver.got[0]["type"], receiver.got[0]["version"]) == ("incident.investigating", 1)
    assert receiver.got[0]["timestamp"] == "2026-11-23T08:29:00Z"
    assert data["id"] == "tag:status.example.com,2026-11-23:incidents/a/update-20261123T082900Z"
    assert (data["impact"], data["components"]) == ("major", ["checkout"])
    assert data["texts"]["en"]["url"] == "https://status.example.com/incidents/a/#update-20261123T082900Z"
    assert "." not in receiver.ids[0]


def test_a_new_target_is_not_told_of_what_was_before(tmp_path: Path, receiver: Receiver) -> None:
    """Whoever turns it on sends nothing old, but what is an hour old at most, and what is written later."""
    made = NotifiedSite(tmp_path, HOOK % "", {"HOOK": receiver.url, "HOOK_SECRET": SECRET})
    for id, minutes in (("old", 61), ("fresh", 59)):
        made.began[id] = made.now - timedelta(minutes=minutes)
        made.incident(id, "Words.", title=id)
    assert "not of what was published before (1)" in made.run()
    made.began["later"] = made.now - timedelta(hours=2)
    made.incident("later", "Words.", title="later")
    made.run()
    assert receiver.titles == ["Investigating: fresh", "Investigating: later"]


def test_a_lost_log_loses_no_news_of_the_last_hour(site: NotifiedSite, receiver: Receiver) -> None:
    """It is sent, perhaps again, and then with the id that it had."""
    site.incident("a", "Told already.")
    site.run()
    site.log.unlink()
    site.incident("b", "New.", title="App down", component="app")
    site.run()
    assert len(receiver.ids) == 3 and len(set(receiver.ids)) == 2


@pytest.mark.parametrize(("hours", "titles"), [(23, 1), (25, 0)])
def test_what_is_older_than_a_day_is_not_sent(site: NotifiedSite, receiver: Receiver, hours: int, titles: int) -> None:
    """After a pause of a day the news is no news; that is said once."""
    site.incident("a", "One in three fails.")
    site.wait(hours=hours)
    assert ("older than a day" in site.run()) == (not titles)
    assert len(receiver.titles) == titles
    assert site.run() == ""


def test_a_corrected_instant_is_not_told_again(site: NotifiedSite, receiver: Receiver) -> None:
    """The same words at another minute are the same news."""
    site.incident("a", "One in three fails.")
    site.run()
    site.began["a"] += timedelta(minutes=7)
    site.incident("a", "One in three fails.")
    assert (site.run(), len(receiver.got)) == ("", 1)


def test_targets_choose_kinds_components_and_languages(tmp_path: Path, receiver: Receiver) -> None:
    """Filters leave out other components and kinds; news of no component concerns all."""
    chosen = HOOK % ", components: [app], kinds: [incidents, notices], languages: [fa]"
    made = NotifiedSite(tmp_path, chosen, {"HOOK": receiver.url, "HOOK_SECRET": SECRET}, languages="[en, fa]")
    made.run()
    made.incident("a", "One in three fails.")
    made.incident("b", "It is down.", component="app", title="{en: App down, fa: برنامه کار نمی‌کند}")
    notices = made.folder / "content" / "notices"
    notices.mkdir()
    (notices / "n.md").write_text(
        "---\ntitle: Fake shops\ntext: Beware.\n"
        "starts: 2026-11-23T11:00:00+03:30\nends: 2026-12-01T11:00:00+03:30\n---\n"
    )
    made.run()
    texts = [one["data"]["texts"] for one in receiver.got]
    assert [(list(one), one["fa"]["components"]) for one in texts] == [(["fa"], []), (["fa"], ["برنامه"])]
    assert texts[1]["fa"]["url"].startswith("https://status.example.com/fa/incidents/b/")
    assert texts[1]["fa"]["title"].endswith("برنامه کار نمی‌کند")


def test_what_the_site_masks_is_masked(site: NotifiedSite, receiver: Receiver) -> None:
    """A phone number in an update reaches no receiver, as it reaches no page."""
    site.incident("a", "Call Reza at +98 912 345 6789.")
    site.run()
    assert "345" not in json.dumps(receiver.got)
    assert receiver.titles


def test_a_broken_policy_closes(site: NotifiedSite, receiver: Receiver) -> None:
    """Where the rules of privacy cannot be read nothing is sent, until they can."""
    site.incident("a", "One in three fails.")
    policy = site.folder / "content" / "policy.yml"
    whole = policy.read_text(encoding="utf-8")
    policy.write_text("topics: [", encoding="utf-8")
    assert "policy.yml" in site.run(code=1)
    policy.write_text(whole, encoding="utf-8")
    site.run()
    assert len(receiver.titles) == 1


@pytest.mark.parametrize("answer", [400, 422, 500, 503, 429, 401, 404, 301])
def test_what_failed_is_sent_by_a_later_run(site: NotifiedSite, receiver: Receiver, answer: int) -> None:
    """Each refusal is one line and an exit code; the token in the address is in no message."""
    site.incident("a", "One in three fails.")
    receiver.answer, receiver.headers = answer, {"Location": "/elsewhere"} if answer == 301 else {}
    said = site.run(code=4 if answer in {500, 503, 429, 301} else 1)
    assert "t0k3n" not in said
    assert len(said.splitlines()) == 1
    receiver.answer = 200
    site.wait(hours=1)
    assert "sent:" in site.run()
    assert len(set(receiver.ids)) == 1


def test_a_target_that_is_down_is_left_alone_for_a_while(site: NotifiedSite, receiver: Receiver) -> None:
    """Waits between runs double from five minutes; one that the server asks for is kept."""
    site.incident("a", "One in three fails.")
    receiver.answer, receiver.headers = 503, {"Retry-After": "3600"}
    site.run(code=4)
    tried = len(receiver.got)
    site.wait(minutes=59)
    assert "next try after" in site.run(code=1)
    assert len(receiver.got) == tried
    site.wait(minutes=2)
    receiver.headers = {}
    site.run(code=4)
    assert len(receiver.got) > tried
    site.wait(minutes=11)
    receiver.answer = 200
    assert "sent" in site.run()


def test_a_target_that_is_down_for_a_week_is_given_up(site: NotifiedSite, receiver: Receiver) -> None:
    """A line says so; under another id it begins anew."""
    receiver.answer = 404
    for number in range(8):
        site.incident(f"a{number}", "One in three fails.")
        said = site.run(code=1)
        site.wait(hours=25)
    assert "given up" in said
    receiver.answer = 200
    site.incident("b", "New.")
    assert "given up" in site.run()
    config = site.folder / "content" / "notify.yml"
    config.write_text(config.read_text().replace("team", "team-2"))
    site.run()
    site.incident("c", "Newer.")
    assert "sent: webhooks/team-2" in site.run()


def test_a_target_that_works_again_in_between_is_not_given_up(site: NotifiedSite, receiver: Receiver) -> None:
    """A week of failures is one without a delivery in it."""
    for number in range(8):
        receiver.answer = 200 if number == 4 else 404
        site.incident(f"a{number}", "One in three fails.")
        said = site.run(code=0 if number == 4 else 1)
        assert "given up" not in said
        site.wait(hours=25)


def test_gone_is_gone(site: NotifiedSite, receiver: Receiver) -> None:
    """A receiver that answers 410 is asked no more."""
    site.incident("a", "One in three fails.")
    receiver.answer = 410
    assert "wants nothing more" in site.run(code=1)
    assert "given up" in site.run()
    assert len(receiver.got) == 1


def test_a_dry_run_sends_and_notes_nothing(site: NotifiedSite, receiver: Receiver) -> None:
    """It says what a run would send."""
    before = site.log.read_bytes()
    site.incident("a", "One in three fails.")
    assert site.run("--dry-run") == "would send: webhooks/team: “Investigating: Payments fail”\n"
    assert (receiver.got, site.log.read_bytes()) == ([], before)


def test_without_a_file_nobody_is_told(site: NotifiedSite) -> None:
    """It is off by default."""
    (site.folder / "content" / "notify.yml").unlink()
    assert "nobody" in site.run()


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("HOOK", "", "HOOK is not set"),
        ("HOOK_SECRET", "", "HOOK_SECRET is not set"),
        ("HOOK_SECRET", "short", "openssl rand"),
        ("HOOK", "hooks.example.com", "https://"),
    ],
)
def test_a_variable_that_is_wrong_is_one_line(site: NotifiedSite, variable: str, value: str, words: str) -> None:
    """The line names the variable, and not its value."""
    site.env[variable] = value
    said = site.run(code=1)
    assert words in said and len(said.splitlines()) == 1
    assert not value or value not in said


def test_all_variables_that_are_wrong_are_named_at_once(site: NotifiedSite) -> None:
    """A line for each, so that whoever sets them up does it once."""
    site.env |= {"HOOK": "", "HOOK_SECRET": "short"}
    said = site.run(code=1).splitlines()
    assert len(said) == 2 and "HOOK is not set" in said[0] and "openssl rand" in said[1]


def test_each_error_of_the_file_is_a_line_and_the_rest_is_sent(site: NotifiedSite, receiver: Receiver) -> None:
    """A target with an error is told nothing, not even of less; a secret that was written there is not repeated."""
    config = site.folder / "content" / "notify.yml"
    config.write_text(HOOK % "" + "  - {id: b, endpoint: HOOK, secret: whsec_hush, kinds: [incident]}\n")
    site.incident("a", "One in three fails.")
    said = site.run(code=1)
    assert "notify.yml:3" in said and "did you mean `incidents`" in said and "hush" not in said
    assert len(receiver.got) == 1


def test_a_target_that_had_an_error_for_a_while_misses_nothing(site: NotifiedSite, receiver: Receiver) -> None:
    """What was published meanwhile is sent once it is mended."""
    config = site.folder / "content" / "notify.yml"
    right = config.read_text()
    config.write_text(right.replace("secret: HOOK_SECRET", "secret: hush"))
    site.incident("a", "One in three fails.")
    site.run(code=1)
    config.write_text(right)
    assert "sent" in site.run()
    assert len(receiver.got) == 1


@pytest.mark.parametrize("secrets", [f"{SECRET} {OTHER}", f"{OTHER} {SECRET}"])
def test_a_secret_can_be_changed_without_a_gap(site: NotifiedSite, receiver: Receiver, secrets: str) -> None:
    """Two secrets both sign, so the receiver, which knows one of them, takes it."""
    site.env["HOOK_SECRET"] = secrets
    site.incident("a", "One in three fails.")
    site.run()
    assert len(receiver.got) == 1


def test_a_private_host_is_refused(site: NotifiedSite, receiver: Receiver) -> None:
    """Without --allow-private nothing inside is contacted."""
    from tests.command import answerable

    site.incident("a", "One in three fails.")
    arguments = ("notify", "--now", site.now.isoformat())
    safe = {name: value.replace("http://", "https://") for name, value in site.env.items()}
    assert "private address" in answerable(*arguments, cwd=site.folder, env=safe, code=4).output
    assert receiver.got == []


@pytest.mark.parametrize("tries", ["1e999", "[]", '"x"'])
def test_a_line_of_the_log_that_says_nothing_is_left_out(site: NotifiedSite, receiver: Receiver, tries: str) -> None:
    """What is due is sent all the same."""
    at = '"2026-11-23T00:00:00Z"'
    line = f'{{"target": "webhooks/team", "outage": {{"since": {at}, "tries": {tries}, "until": {at}}}}}\n'
    site.log.write_text(site.log.read_text("utf-8") + line, "utf-8")
    site.incident("a", "One in three fails.")
    site.run()
    assert len(receiver.got) == 1


def test_a_torn_log_is_read_as_far_as_it_goes(site: NotifiedSite, receiver: Receiver) -> None:
    """A line that was cut short counts as not written."""
    site.incident("a", "First.")
    site.run()
    site.log.write_bytes(site.log.read_bytes()[:-9])
    site.incident("b", "Second.", title="App down", component="app")
    site.run()
    assert sorted(set(receiver.titles)) == ["Investigating: App down", "Investigating: Payments fail"]
    assert len(set(receiver.ids)) == 2


def test_every_way_is_a_key_of_the_file() -> None:
    """A way's module has its settings in notify.yml under its name."""
    assert set(all_ways()) == set(Notify.model_fields)


def test_a_target_with_which_the_program_fails_keeps_no_other_from_its_news(
    tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one line, and tried again later."""
    monkeypatch.delenv(RAISE)
    targets = HOOK % "" + "  - {id: odd, endpoint: HOOK, secret: HOOK_SECRET, languages: [xx]}\n"
    made = NotifiedSite(tmp_path, targets, {"HOOK": receiver.url, "HOOK_SECRET": SECRET})
    made.run()
    document = webhook.document

    def failing(item: NewsItem, languages: Sequence[str] = ()) -> dict[str, Any]:
        if languages:
            raise KeyError
        return document(item, languages)

    monkeypatch.setattr(webhook, "document", failing)
    made.incident("a", "One in three fails.")
    output = made.run(code=1)
    assert "failed: webhooks/odd: KeyError" in output and "sent: webhooks/team" in output
    assert "next try after" in made.run(code=1)


def test_what_signs_is_not_shown(site: NotifiedSite, receiver: Receiver) -> None:
    """A sender may stand in a message about a failure."""
    tools = Tools({}, fetch.Fetcher(), datetime.now, site.folder)
    target = WebhookTarget(id="team", endpoint="HOOK", secret="HOOK_SECRET")
    shown = repr(webhook.WebhookSender(target, receiver.url, webhook.secrets(SECRET), tools))
    assert receiver.url not in shown and "keys" not in shown
