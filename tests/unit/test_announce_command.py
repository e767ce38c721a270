"""`answerable announce`: profiles by channels.yml, tokens from the environment, and nothing that is not published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.announcing.doubles import Asked, MastodonDouble
from tests.announcing.stage import TOKENS
from tests.command import answerable
from tests.unit.content import write
from werkzeug import Request, Response

from answerable.output.failures import RAISE

NOW = "2026-11-23T10:15:00+03:30"
INCIDENT = """---
title: Card payments fail
impact: major
components: {checkout: partial_outage}
updates:
  - {at: 2026-11-23T10:09:00+03:30, status: investigating, by: sahar, text: TEXT}
---
"""
COMPLAINT = """---
title: Refund missing
channel: m
topic: refunds
received: 2026-11-22T09:12:00+03:30
consent: named
link: https://mastodon.example/@mina/900
steps:
  - {at: 2026-11-22T16:20:00+03:30, did: resolved, outcome: solved, by: sahar}
did: We paid.
---
"""


@pytest.fixture
def mastodon(httpserver: HTTPServer) -> MastodonDouble:
    """A Mastodon server on loopback."""
    double = MastodonDouble(others=["https://mastodon.example/@mina/900"])

    def answer(request: Request) -> Response:
        headers = dict(request.headers.items())
        status, content = double.answer(Asked.of(request.method, request.url, headers, request.get_data()))
        return Response(json.dumps(content), status, content_type="application/json")

    for path in (
        "/api/v1/statuses",
        "/api/v1/accounts/verify_credentials",
        "/api/v1/accounts/7/statuses",
        "/api/v2/search",
    ):
        httpserver.expect_request(path).respond_with_handler(answer)
    for action in ("", "/pin", "/unpin"):
        httpserver.expect_request(f"/api/v1/statuses/1{action}").respond_with_handler(answer)
    return double


def company(folder: Path, announce: str, text: str = "One order in three fails.", **files: str) -> Path:
    """Write a company with an open incident and a channel `m`."""
    channel = (
        f"  - {{id: m, name: Mastodon, kind: mastodon, url: 'https://mastodon.example/@baran', announce: {announce}}}\n"
    )
    incident = INCIDENT.replace("TEXT", json.dumps(text))
    write(folder, {"channels.yml": f"channels:\n{channel}", "incidents/2026-11-23-cards.md": incident, **files})
    return folder


def run(folder: Path, *more: str, token: str = TOKENS["mastodon"], now: str = NOW, code: int = 0) -> str:
    """Run the command, and return what it printed."""
    env = {"ANSWERABLE_M_TOKEN": token}
    return answerable("announce", "--allow-private", "--now", now, *more, cwd=folder, env=env, code=code).output


def test_a_company_without_announce_has_nothing_to_do(tmp_path: Path) -> None:
    """It is off by default, and says so."""
    assert run(company(tmp_path, "false")) == "no channel in channels.yml has `announce`, so there is nothing to do\n"


def test_it_posts_over_http_and_keeps_the_log(tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble) -> None:
    """The second run asks, and changes nothing; the log has no text and no token."""
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}")
    assert run(folder) == (
        "m: posted `Investigating: Card payments fail`\nm: pinned the post about incident/2026-11-23-cards\n"
    )
    assert run(folder) == "m: everything stands there as it should\n"
    log = (folder / ".answerable" / "announced.json").read_text("utf-8")
    assert "secret-token" not in log and "One order" not in log
    assert [one.pinned for one in mastodon.shown()] == [True]


def test_a_dry_run_prints_the_texts_and_sends_nothing_but_questions(
    tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble
) -> None:
    """Each step has the text as it would stand there."""
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}")
    output = run(folder, "--dry-run")
    assert (
        "m: would post `Investigating: Card payments fail`\n" in output and "    One order in three fails.\n" in output
    )
    assert mastodon.shown() == [] and not (folder / ".answerable" / "announced.json").exists()
    assert {request.method for request, _ in httpserver.log} == {"GET"}


def test_what_the_guard_masks_is_not_posted(tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble) -> None:
    """The post has the text that the site has."""
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}", "Call Mina at +98 912 345 6789.")
    run(folder)
    (shown,) = mastodon.shown()
    assert "912" not in shown.text and "Call Mina at" in shown.text


@pytest.mark.parametrize("policy", ["topics: [", "privacy: 3\ntopics: [", ""], ids=["broken", "wrong", "empty"])
def test_where_the_rules_cannot_be_read_complaints_are_held_back(
    policy: str, tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble
) -> None:
    """The notice gets out; the person's thread is not answered."""
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}", **{"complaints/eggs.md": COMPLAINT})
    (folder / "content" / "policy.yml").write_text(policy, encoding="utf-8")
    run(folder)
    assert [one.above for one in mastodon.shown()] == [""]


def test_with_the_rules_the_thread_is_answered(
    tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble
) -> None:
    """So the test before would see it."""
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}", **{"complaints/eggs.md": COMPLAINT})
    run(folder)
    assert sorted(one.above for one in mastodon.shown()) == ["", "somebody's complaint"]


def test_a_withdrawn_notice_takes_its_post_down(
    tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble
) -> None:
    """It is not on the site any more, and neither is its post."""
    notice = "---\ntitle: Fake shops\nstarts: 2026-11-20T09:00:00Z\nends: 2026-12-20T09:00:00Z\n"
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}", **{"notices/fake.md": f"{notice}---\n"})
    (folder / "content" / "incidents" / "2026-11-23-cards.md").unlink()
    run(folder)
    (folder / "content" / "notices" / "fake.md").write_text(
        f"{notice}withdrawn: They are gone.\n---\n", encoding="utf-8"
    )
    assert run(folder) == "m: deleted the post about notice/fake\n"
    assert mastodon.shown() == []


def test_a_missing_token_is_said_on_every_run(tmp_path: Path) -> None:
    """It names the variable."""
    output = run(company(tmp_path, "true"), token="", code=1)
    assert output.startswith("m: ANSWERABLE_M_TOKEN is not set, so nothing is posted")


def test_a_missing_token_and_a_wrong_account_are_said_at_once(tmp_path: Path) -> None:
    """A line for each, so that whoever sets the profile up does it once."""
    said = run(company(tmp_path, "{network: bluesky}"), token="", code=1).splitlines()
    assert [line.partition(": ")[0] for line in said] == ["m", "m"]
    assert "channels.yml" in said[0] and "ANSWERABLE_M_TOKEN is not set" in said[1]


def test_a_dry_run_shows_the_texts_before_there_is_a_token(tmp_path: Path) -> None:
    """A communications team looks first, and makes the token afterwards."""
    output = run(company(tmp_path, "true"), "--dry-run", token="", code=1)
    assert output.startswith("m: would post `Investigating: Card payments fail`\n")
    assert "    One order in three fails.\n" in output and "m: would pin the post" in output
    assert "m: ANSWERABLE_M_TOKEN is not set" in output


@pytest.mark.parametrize(
    ("announce", "words"),
    [
        ("true, anounce: true", "unknown key `anounce`"),
        ("{updates: reply}", "`reply` is not allowed"),
        ("{token: abcDEF-secret}", "must name an environment variable"),
    ],
)
def test_a_channel_with_an_error_is_said_and_not_taken_for_one_without_announce(
    announce: str, words: str, tmp_path: Path
) -> None:
    """Its file, line and mistake, exit code 1, and no token that somebody wrote there."""
    folder = company(tmp_path, announce)
    output = run(folder, code=1)
    assert output.startswith("content/channels.yml:2:") and words in output
    assert output.endswith("nothing was announced\n") and "abcDEF" not in output
    more = "  - {id: x, name: X, kind: x, url: 'https://x.com/baran', announce: true}\n"
    channels = folder / "content" / "channels.yml"
    channels.write_text(channels.read_text("utf-8") + more, encoding="utf-8")
    output = run(folder, code=1)
    assert words in output and "x: please post" in output


def test_networks_without_pins_by_program_get_a_text_and_a_reminder_once(tmp_path: Path) -> None:
    """No token is needed, and the second run is silent."""
    folder = company(tmp_path, "{network: x}")
    output = run(folder, token="")
    assert "m: please post `Investigating: Card payments fail`\n" in output
    assert "m:     https://status.example.com/incidents/2026-11-23-cards/#update-20261123T063900Z\n" in output
    assert output.endswith("m: please pin the post about incident/2026-11-23-cards\n")
    assert run(folder, token="") == "m: everything stands there as it should\n"


def test_a_profile_that_fails_does_not_keep_the_others_from_being_announced(tmp_path: Path) -> None:
    """Each profile is on its own."""
    folder = company(tmp_path, "true")
    channels = folder / "content" / "channels.yml"
    more = "  - {id: x, name: X, kind: x, url: 'https://x.com/baran', announce: true}\n"
    channels.write_text(channels.read_text("utf-8") + more, encoding="utf-8")
    output = run(folder, token="", code=1)
    assert "m: ANSWERABLE_M_TOKEN" in output and "x: please post" in output


@pytest.mark.parametrize(
    ("announce", "words"),
    [
        ("{updates: edti}", "`channels[1].announce.updates`: `edti` is not allowed; did you mean `edit`?"),
        ("{netwrok: x}", "unknown key `netwrok`; did you mean `network`?"),
        ("{token: mysecret123}", "`channels[1].announce.token` must name an environment variable"),
        ("maybe", "`channels[1].announce`: `maybe` must have lines of `key: value`"),
    ],
)
def test_a_mistake_in_channels_yml_is_one_line_without_secrets(announce: str, words: str, tmp_path: Path) -> None:
    """`answerable check` shows it at its place."""
    output = answerable("check", cwd=company(tmp_path, announce), code=1).output
    assert words in output and "mysecret123" not in output


def test_a_language_that_the_site_does_not_have_is_refused(tmp_path: Path) -> None:
    """The links of the posts would lead nowhere."""
    output = run(company(tmp_path, "{language: de}"), code=1)
    assert output == "m: `language` under `announce` is de, and the site has only: en\n"


def test_a_channel_of_no_network_is_told_which_there_are(tmp_path: Path) -> None:
    """Its kind is no network, so `network` is missing; the check says so before."""
    folder = company(tmp_path, "true")
    channels = folder / "content" / "channels.yml"
    channels.write_text(channels.read_text("utf-8").replace("kind: mastodon", "kind: email"), encoding="utf-8")
    found = answerable("check", cwd=folder, code=1).output
    assert "no network `email` can be announced on; write `announce: {network: …}`" in found
    assert "does not know the network email; write one of: bluesky" in run(folder, code=1)


def test_a_server_that_answers_nonsense_keeps_no_other_profile_from_its_news(
    tmp_path: Path, httpserver: HTTPServer, mastodon: MastodonDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one line, without the token."""
    monkeypatch.delenv(RAISE)
    folder = company(tmp_path, f"{{server: '{httpserver.url_for('')}'}}")
    odd = f"{{server: '{httpserver.url_for('')}', network: matrix, account: '#a:b', token: ANSWERABLE_M_TOKEN}}"
    path = folder / "content" / "channels.yml"
    first = f"channels:\n  - {{id: a, name: A, kind: chat, url: 'https://a.example', announce: {odd}}}\n"
    path.write_text(path.read_text("utf-8").replace("channels:\n", first), encoding="utf-8")
    httpserver.expect_request("/_matrix/client/v3/account/whoami").respond_with_json(["secret-token"])
    lines = run(folder, code=1).splitlines()
    assert lines[0].startswith("a: TypeError") and "secret-token" not in lines[0]
    assert lines[1] == "m: posted `Investigating: Card payments fail`"
    assert len(mastodon.shown()) == 1
