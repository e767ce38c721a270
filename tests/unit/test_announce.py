"""What is announced on a profile, what follows when people interfere, and what is said when a network refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.announcing.doubles import (
    Asked,
    BlueskyDouble,
    DiscordDouble,
    MastodonDouble,
    MatrixDouble,
    SlackDouble,
    TeamsDouble,
    TelegramDouble,
)
from tests.announcing.stage import COMPLAINTS, START, TOKENS, Faults, Moment, Stage

from answerable.cli.user_language import catalog
from answerable.outreach.announce.network import NetworkError
from answerable.outreach.announce.requests import Requests
from answerable.translation.message import shown, speak, speak_english
from answerable.web.fetch import Fetcher

FIRST = Moment(START + timedelta(minutes=5), updates=1)
SECOND = Moment(START + timedelta(minutes=35), updates=2)
LAST = Moment(START + timedelta(minutes=75), updates=3)
OVER = Moment(START + timedelta(hours=5), updates=3)


def mastodon() -> Stage:
    """An account on Mastodon."""
    return Stage("mastodon", MastodonDouble(others=[COMPLAINTS["mastodon"]]))


def done(stage: Stage, moment: Moment) -> list[str]:
    """Run, and return the steps; there must be no problem."""
    report = stage.run(moment)
    assert report.problems == []
    return [step.action for step in report.done]


def test_a_post_is_signed_says_its_time_and_leads_to_the_update() -> None:
    """The head is the status and the title; the address names the very update."""
    stage = mastodon()
    assert done(stage, SECOND) == ["post", "pin"]
    assert stage.shown()[0].text == (
        "Identified: Payments fail\n\nOur bank refuses cards.\n\n— Sahar Kiani\nAs of 24 November 2026, 10:30 UTC\n"
        "https://status.example.com/incidents/disk/#update-20261124T103000Z"
    )


def test_old_news_is_not_posted() -> None:
    """An incident that ended longer ago than it stays pinned on the site is not news."""
    assert done(mastodon(), OVER) == []


def test_a_second_run_does_nothing() -> None:
    """What stands there stands there."""
    stage = mastodon()
    done(stage, FIRST)
    assert done(stage, FIRST) == []


def test_a_dry_run_changes_nothing_and_names_the_steps() -> None:
    """It says what a run would do, and the run then does it."""
    stage = mastodon()
    report = stage.run(FIRST, dry_run=True)
    assert (stage.shown(), stage.log) == ([], "")
    assert [step.action for step in report.done] == done(stage, FIRST) == ["post", "pin"]


def test_a_corrected_text_is_edited_and_on_bluesky_answered_once() -> None:
    """Readers of Bluesky see no edit, so the right text follows in the thread."""
    corrected = replace(FIRST, texts=("One order in four fails.",))
    stage, other = mastodon(), Stage("bluesky", BlueskyDouble())
    assert (done(stage, FIRST), done(stage, corrected), done(stage, corrected)) == (["post", "pin"], ["edit"], [])
    done(other, FIRST)
    assert done(other, corrected) == ["reply", "unpin", "pin"]
    assert done(other, corrected) == []


def test_nothing_is_edited_once_it_is_over() -> None:
    """A typing error that is corrected a month later, or other words of a newer version, move no old posts."""
    stage = mastodon()
    for moment in (FIRST, LAST, OVER):
        done(stage, moment)
    assert done(stage, replace(OVER, texts=("Another beginning.", "b", "c"))) == []


def test_what_is_resolved_is_corrected_while_it_is_pinned() -> None:
    """A post that everybody is shown first says what the record says."""
    stage = mastodon()
    for moment in (FIRST, LAST):
        done(stage, moment)
    assert [one.pinned for one in stage.shown()] == [True]
    corrected = replace(LAST, texts=("a", "b", "Paid twice? Write to us."))
    assert (done(stage, corrected), done(stage, corrected)) == (["edit"], [])
    assert "Paid twice?" in stage.shown()[0].text


@pytest.mark.parametrize(("how", "left"), [("delete", 0), ("answer", 2)])
def test_a_withdrawn_record_takes_its_posts_down_or_answers_them(how: str, left: int) -> None:
    """In its thread the reason is said, once; nothing stays pinned."""
    stage = replace(mastodon(), updates="thread", withdrawn=how)  # type: ignore[arg-type]
    done(stage, FIRST)
    stage.until_quiet(replace(FIRST, withdrawn=True))
    shown = stage.shown()
    assert len(shown) == left and not any(one.pinned for one in shown)
    assert left == 0 or any("This incident was withdrawn\n\nIt was a test." in one.text for one in shown)


def test_a_post_whose_record_is_not_published_any_more_is_left_alone_but_not_pinned() -> None:
    """Only `withdrawn` takes a post down: a file may be missing by mistake."""
    stage = mastodon()
    done(stage, FIRST)
    assert done(stage, Moment(FIRST.now)) == ["unpin"]
    assert len(stage.shown()) == 1


def test_a_post_deleted_by_hand_is_reported_once_and_comes_back_with_the_next_update() -> None:
    """Whoever deleted it meant it, and the next update is news again."""
    stage = mastodon()
    done(stage, FIRST)
    assert isinstance(stage.double, MastodonDouble)
    stage.double.posts.clear()
    report = stage.run(FIRST)
    assert len(report.problems) == 1 and "is gone" in report.problems[0]
    assert done(stage, FIRST) == []
    assert done(stage, SECOND) == ["post", "pin"]


def test_a_post_unpinned_by_hand_is_pinned_again_while_it_holds() -> None:
    """The team hears of it, and can write `pinned: false` if that is what it wants."""
    stage = mastodon()
    done(stage, FIRST)
    assert isinstance(stage.double, MastodonDouble)
    next(iter(stage.double.posts.values()))["pinned"] = False
    report = stage.run(FIRST)
    assert [step.action for step in report.done] == ["pin"] and "was unpinned" in report.problems[0]


def test_on_bluesky_the_teams_own_pin_comes_back() -> None:
    """A profile has one pin there; the rest of the profile stays as it is, also what changed meanwhile."""
    stage = Stage("bluesky", BlueskyDouble())
    assert isinstance(stage.double, BlueskyDouble)
    records = stage.double.records
    own = {"uri": "at://did:plc:baran/app.bsky.feed.post/own", "cid": "own"}
    records["app.bsky.feed.post", "own"] = {**own, "value": {"text": "We are Baran."}}
    place = ("app.bsky.actor.profile", "self")
    records[place] = {"uri": "self", "cid": "1", "value": {"displayName": "Baran", "pinnedPost": own}}
    done(stage, FIRST)
    assert records[place]["value"]["pinnedPost"] != own
    records[place]["value"]["displayName"] = "Baran Shop"
    done(stage, LAST)
    done(stage, OVER)
    assert records[place]["value"] == {"displayName": "Baran Shop", "pinnedPost": own}


def test_links_on_bluesky_lead_to_the_whole_address_however_the_letters_before_them_are_written() -> None:
    """A facet's places are bytes of UTF-8."""
    stage = Stage("bluesky", BlueskyDouble())
    done(stage, replace(FIRST, texts=("یکی از سه سفارش 🛒 نمی‌رسد: https://shop.example.com/help.",)))
    assert isinstance(stage.double, BlueskyDouble)
    value = next(one["value"] for (kind, _), one in stage.double.records.items() if kind == "app.bsky.feed.post")
    text = value["text"].encode()
    places = [(facet["index"]["byteStart"], facet["index"]["byteEnd"]) for facet in value["facets"]]
    assert [text[start:end].decode() for start, end in places] == [
        "https://shop.example.com/help",
        "status.example.com/…",
    ]
    assert [facet["features"][0]["uri"] for facet in value["facets"]] == [
        "https://shop.example.com/help",
        "https://status.example.com/incidents/disk/#update-20261124T100000Z",
    ]


def test_the_off_hours_notice_is_never_pinned_while_an_incident_is_open() -> None:
    """At night nobody answers; an incident matters more. The same post is pinned again the next night."""
    stage = mastodon()
    night = START + timedelta(hours=9)
    assert done(stage, Moment(night, hours=True, updates=2)) == ["post", "pin"]
    assert not any("Outside our hours" in one.text for one in stage.shown())
    done(stage, Moment(night, hours=True))
    done(stage, Moment(night + timedelta(hours=15), hours=True))
    done(stage, Moment(night + timedelta(hours=24), hours=True))
    notices = [one for one in stage.shown() if "Outside our hours" in one.text]
    assert len(notices) == 1 and notices[0].pinned and "26 November 2026, 09:00" in notices[0].text


def test_a_follow_up_answers_the_public_thread_and_names_its_author_where_that_is_needed() -> None:
    """The person gave consent, and the record has the link."""
    stage = mastodon()
    assert done(stage, Moment(START, complaint=True)) == ["post"]
    (shown,) = stage.shown()
    assert shown.above == "somebody's complaint" and shown.text.startswith("@mina@mastodon.example Solved")


@pytest.mark.parametrize("network", ["telegram", "discord"])
def test_a_channel_that_cannot_answer_people_does_not_post_their_outcomes(network: str) -> None:
    """There is no thread, so it would be a post out of nowhere."""
    stage = Stage(network, TelegramDouble() if network == "telegram" else DiscordDouble())
    assert done(stage, Moment(START, complaint=True)) == []


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (
            Stage("mastodon", MastodonDouble(token="new")),
            "Mastodon refused: 401 (The access token is invalid); make a token",
        ),
        (Stage("mastodon", MastodonDouble(forbidden=("/statuses",))), "outside the authorized scopes"),
        (Stage("mastodon", MastodonDouble(forbidden=("/pin",))), "make a token with write:statuses, write:accounts"),
        (Stage("bluesky", BlueskyDouble(token="new")), "make a new app password"),
        (Stage("telegram", TelegramDouble(token="new")), "Telegram refused: 401 (Unauthorized)"),
        (Stage("matrix", MatrixDouble(token="new")), "Matrix refused: 401 (Invalid access token passed.)"),
        (Stage("discord", DiscordDouble(), token="https://discord.example/api/webhooks/5/old"), "make a new webhook"),
        (Stage("slack", SlackDouble(), token="https://hooks.slack.example/services/T0/B0/old"), "make a new webhook"),
        (Stage("teams", TeamsDouble(), token="https://flow.example/workflows/7/invoke?sig=old"), "make a new webhook"),
    ],
    ids=["revoked", "scope", "scope of pins", "bluesky", "telegram", "matrix", "discord", "slack", "teams"],
)
def test_a_refused_token_is_one_line_that_says_what_to_do(stage: Stage, words: str) -> None:
    """The token itself is in none, and the next run mends what this one could not."""
    (line,) = stage.run(FIRST).problems
    assert words in line and "\n" not in line
    assert not any(secret in line for secret in ("secret-token", "1234", "old"))
    stage.token = ""
    if isinstance(stage.double, MastodonDouble | BlueskyDouble | TelegramDouble | MatrixDouble):
        stage.double.token = TOKENS[stage.network]
    if isinstance(stage.double, MastodonDouble):
        stage.double.forbidden = ()
    stage.until_quiet(FIRST)
    assert len(stage.shown()) == 1


def test_five_pins_of_others_are_said_and_tried_again() -> None:
    """The post stands; it is pinned as soon as there is a place."""
    stage = mastodon()
    assert isinstance(stage.double, MastodonDouble)
    others = {
        f"o{n}": {"id": f"o{n}", "text": "", "content": "", "in_reply_to_id": "", "pinned": True} for n in range(5)
    }
    stage.double.posts |= others
    (line,) = stage.run(FIRST).problems
    assert "at most five can be pinned" in line and len(stage.double.posts) == 6
    stage.double.posts["o1"]["pinned"] = False
    assert done(stage, FIRST) == ["pin"]


def test_the_token_of_another_account_is_refused_before_anything_is_posted() -> None:
    """Posts of the account before cannot be changed with it."""
    stage = mastodon()
    done(stage, FIRST)
    stage.log = stage.log.replace('"account": "7"', '"account": "8"')
    (line,) = stage.run(SECOND).problems
    assert "another account" in line and len(stage.shown()) == 1


class Busy(MastodonDouble):
    """A server that wants quiet for a while."""

    def answer(self, _: Asked) -> tuple[int, object]:
        """Refuse."""
        return 429, {"error": "Too many requests", "retry_after": 900}


class Down(MastodonDouble):
    """A server that is down, and says for how long; as some do, with a number that is none."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait

    def answer(self, _: Asked) -> tuple[int, object]:
        """Refuse."""
        return 503, {"error": "maintenance", "retry_after": self.wait}


class Strict(MastodonDouble):
    """A server that takes no posts of this kind."""

    def answer(self, asked: Asked) -> tuple[int, object]:
        """Refuse new posts."""
        if asked.method == "POST":
            return 422, {"error": "Validation failed: Text contains a banned word"}
        return super().answer(asked)


@pytest.mark.parametrize(
    ("double", "words"),
    [
        (Busy(), "wants 900 s of quiet"),
        (Down(86_400.0), "answered 503"),
        (Down(float("inf")), "answered 503"),
        (Strict(), "banned word"),
    ],
    ids=["rate limit", "down for a day", "down for ever", "refused text"],
)
def test_a_busy_or_strict_server_is_one_line_and_asked_again_by_the_next_run(
    double: MastodonDouble, words: str
) -> None:
    """Nothing is noted as posted."""
    stage = Stage("mastodon", double)
    (line,) = stage.run(FIRST).problems
    assert words in line
    stage.double = MastodonDouble()
    assert done(stage, FIRST) == ["post", "pin"]


def test_why_a_server_cannot_be_reached_is_said_without_its_address_and_can_be_translated() -> None:
    """A bot's token is a part of the address."""
    fetcher = Fetcher(resolve=lambda _host, _port: [])
    requests = Requests(fetcher, "Telegram", "https://example.org", ["1234:abc"], sleep=lambda _: None)
    with pytest.raises(NetworkError) as caught:
        requests.send("POST", "/bot1234:abc/sendMessage", {})
    why = str(caught.value)
    assert why == "Telegram cannot be reached: the server: the host is not known"
    persian = catalog("fa").gettext
    speak(catalog("fa"), right_to_left=True)
    try:
        assert persian("the host is not known") in shown(why)
    finally:
        speak_english()


def test_ids_with_a_slash_stay_one_part_of_the_addresses_at_matrix() -> None:
    """Ids of events in rooms of version 3 are written in base64."""
    double = MatrixDouble(ids="$a/b+c")
    stage = Stage("matrix", double)
    done(stage, FIRST)
    assert done(stage, replace(FIRST, texts=("One order in four fails.",))) == ["edit"]
    assert done(stage, replace(FIRST, withdrawn=True)) == ["delete"]
    assert not stage.shown()


def test_an_update_whose_time_was_corrected_is_not_posted_again() -> None:
    """It is known by its place in the record."""
    stage = replace(mastodon(), updates="thread")
    done(stage, FIRST)
    stage.log = stage.log.replace("update-20261124T100000Z", "update-20261124T095500Z")
    assert [step.action for step in stage.run(FIRST).done if step.action != "edit"] == []
    assert len(stage.shown()) == 1


def test_an_update_that_was_taken_out_again_gives_way_to_the_one_before() -> None:
    """Somebody reverted the commit."""
    stage = mastodon()
    done(stage, FIRST)
    done(stage, SECOND)
    assert done(stage, FIRST) == ["edit"]
    assert stage.shown()[0].text.startswith("Investigating")


def test_a_notice_that_is_prolonged_after_its_end_is_in_force_again() -> None:
    """Its post loses the words that it is over."""
    stage = mastodon()
    held = Moment(START + timedelta(hours=1), notice=True)
    for moment in (held, replace(held, now=START + timedelta(hours=61)), held):
        stage.until_quiet(moment)
    (shown,) = stage.shown()
    assert shown.pinned and shown.text.startswith("Fake shops")


def test_what_people_post_themselves_is_never_taken_for_ours() -> None:
    """Also if they copied the address of an update from our post."""
    stage = mastodon()
    done(stage, FIRST)
    assert isinstance(stage.double, MastodonDouble)
    ours = next(iter(stage.double.posts.values()))
    stage.double.posts["900"] = {**ours, "id": "900", "text": "See there.", "pinned": False}
    done(stage, SECOND)
    stage.until_quiet(replace(SECOND, withdrawn=True))
    assert [one.text for one in stage.shown()] == ["See there."]


def test_a_lost_log_does_not_keep_a_withdrawn_record_from_taking_its_post_down() -> None:
    """The post is known by its address."""
    stage = mastodon()
    done(stage, FIRST)
    stage.log = ""
    stage.until_quiet(replace(FIRST, withdrawn=True))
    assert stage.shown() == []


def test_an_answer_to_somebody_who_takes_consent_back_is_deleted_in_any_case() -> None:
    """No answer to the answer."""
    stage = replace(mastodon(), withdrawn="answer")
    done(stage, Moment(START, complaint=True))
    assert done(stage, Moment(START, complaint=True, consent="none")) == ["delete"]
    assert stage.shown() == []


def test_an_update_whose_thread_is_deleted_at_that_moment_is_posted_by_the_next_run() -> None:
    """The network refuses the answer, and then it is clear that there is no thread any more."""
    stage = replace(mastodon(), updates="thread")
    done(stage, FIRST)
    double = stage.double
    assert isinstance(double, MastodonDouble)
    points: list[str] = []

    def delete_after_look(point: str) -> str:
        points.append(point)
        if len(points) == 7:  # three questions of two points each, then the entry in the log
            double.posts.clear()
        return ""

    assert stage.run(SECOND, Faults(delete_after_look)).problems
    stage.until_quiet(SECOND)
    assert [one.text.partition(":")[0] for one in stage.shown()] == ["Identified"]
