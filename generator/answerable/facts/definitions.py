"""The names and meanings of all figures, as the page "How we count" explains them.

A definition's id is the last part of a name in `CohortFigures.shares` or `.quantiles`, or a field's name. Names and
sentences are marked with `N_` and translated by the pages; formulas are not translated.
"""

from __future__ import annotations

from answerable.facts.definition import N_, Definition

QUANTILE = "R. J. Hyndman, Y. Fan, The American Statistician 50 (1996), 361-365, definition 1"

REPLIES: tuple[Definition, ...] = (
    Definition(
        "counted",
        N_("Complaints counted"),
        N_(
            "Every complaint received in the month, whether it was answered or not, except those excluded with a "
            "reason."
        ),
        "count(received in month, excluded_because is empty)",
    ),
    Definition(
        "excluded",
        N_("Excluded"),
        N_("Complaints that count in no figure, such as advertising sent to us. Each reason is shown with its number."),
        "count(excluded_because is not empty) by excluded_because",
    ),
    Definition(
        "with_excluded",
        N_("With those excluded"),
        N_(
            "Where leaving complaints out raises a share by more than two percentage points, the share with them "
            "stands beside it."
        ),
        "share of those with and without excluded_because, if share - it > 0.02",
    ),
    Definition(
        "uncounted",
        N_("Could not be counted"),
        N_(
            "Lines of our list of complaints that are broken or contradict themselves. They are set aside until mended."
        ),
        "count(lines set aside) by rule",
    ),
    Definition(
        "not_due",
        N_("Not yet due"),
        N_(
            "A complaint counts in a share once its time is up. Until then it stands apart, answered or not, "
            "since counting only the quick answers would flatter."
        ),
        "count(now - received < limit)",
    ),
    Definition(
        "within_hour",
        N_("Answered within an hour"),
        N_(
            "The share of complaints with a first answer within one hour. A complaint without an answer counts as"
            " a failure."
        ),
        "count(answered - received <= 1 h, now - received >= 1 h) / count(now - received >= 1 h)",
    ),
    Definition(
        "within_day",
        N_("Answered within 24 hours"),
        N_(
            "The share of complaints with a first answer within 24 hours. A complaint without an answer counts as"
            " a failure."
        ),
        "count(answered - received <= 24 h, now - received >= 24 h) / count(now - received >= 24 h)",
    ),
    Definition(
        "within_target",
        N_("Answered within our target"),
        N_("The share of complaints with a first answer within the time that we promise for their priority."),
        "count(answered - received <= target[priority], now - received >= target[priority]) "
        "/ count(now - received >= target[priority])",
    ),
    Definition(
        "median",
        N_("Median"),
        N_(
            "Half of the complaints took no longer than this. What has not happened counts as infinitely late; "
            "then it reads “not yet”."
        ),
        "smallest t with count(time <= t) >= n / 2",
        QUANTILE,
    ),
    Definition(
        "p90",
        N_("Nine in ten"),
        N_(
            "Nine in ten complaints took no longer than this. What has not happened counts as infinitely late; "
            "then it reads “not yet”."
        ),
        "smallest t with count(time <= t) >= 9 n / 10",
        QUANTILE,
    ),
    Definition(
        "human",
        N_("First answer by a person"),
        N_(
            "From when the complaint was received until a person answered. An automatic or canned reply does not "
            "stop this clock."
        ),
        "answered - received",
    ),
    Definition(
        "any_reply",
        N_("First reply of any kind"),
        N_("From when the complaint was received until any reply, an automatic or canned one included."),
        "min(answered, auto_answered) - received",
    ),
    Definition(
        "resolution",
        N_("Time to resolution"),
        N_(
            "From when the complaint was received until it was settled. One that was reopened is not settled "
            "until it is settled again."
        ),
        "resolved - received, if resolved >= reopened and not withdrawn since",
    ),
    Definition(
        "follow_up",
        N_("Time to public follow-up"),
        N_(
            "Of complaints that were taken private: from when they were received until the outcome was told where"
            " they were made."
        ),
        "followed_up - received, of those with taken_private, if followed_up >= max(taken_private, reopened)",
    ),
    Definition(
        "all_hours",
        N_("All hours"),
        N_("This clock runs day and night, on holidays too."),
        "end - start",
    ),
    Definition(
        "staffed",
        N_("Staffed hours"),
        N_(
            "This clock runs only while the channel is staffed: its weekly hours, without holidays. Channels "
            "without stated hours are left out."
        ),
        "length of (start, end) within the channel's openings",
    ),
)


WILSON = "E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212"

ENDS: tuple[Definition, ...] = (
    Definition(
        "came_back",
        N_("Came back to the public thread"),
        N_(
            "Of complaints that were taken private and whose time to report back is up, the share whose outcome "
            "was told in public at all."
        ),
        "count(followed_up >= max(taken_private, reopened), now - taken_private >= follow_up_within) "
        "/ count(now - taken_private >= follow_up_within)",
    ),
    Definition(
        "in_time",
        N_("Came back in time"),
        N_("The same share, counting only those that came back within the time that our policy allows."),
        "count(followed_up >= max(taken_private, reopened), followed_up - taken_private <= follow_up_within, "
        "now - taken_private >= follow_up_within) / count(now - taken_private >= follow_up_within)",
    ),
    Definition(
        "time",
        N_("From private to public again"),
        N_("From when a complaint was taken private until its outcome was told in public."),
        "followed_up - taken_private, if followed_up >= max(taken_private, reopened)",
    ),
    Definition(
        "overdue",
        N_("Overdue"),
        N_("Complaints that were taken private, whose outcome was not told in public, and whose time to do so is up."),
        "count(no followed_up >= max(taken_private, reopened), now - taken_private >= follow_up_within)",
    ),
    Definition(
        "open_ages",
        N_("Still open"),
        N_("How long complaints that are not settled have been waiting since they were received."),
        "now - received, of those neither resolved nor withdrawn",
    ),
    Definition(
        "confirmed",
        N_("Confirmed by the customer"),
        N_("Solved, partly solved or explained, and the customer said so."),
        "count(outcome in (solved, partly_solved, explained), confirmed >= reopened)",
    ),
    Definition(
        "unconfirmed",
        N_("Resolved, not confirmed"),
        N_("Solved, partly solved or explained as we see it. The customer has not said so."),
        "count(outcome in (solved, partly_solved, explained), no confirmed >= reopened)",
    ),
    Definition(
        "no_reply_from_customer",
        N_("No reply from the customer"),
        N_("We asked and heard nothing more. We do not know whether it was settled."),
        "count(outcome = no_reply_from_customer)",
    ),
    Definition(
        "declined",
        N_("Declined"),
        N_("We did not do what was asked for. The reasons stand with the published complaints."),
        "count(outcome = declined)",
    ),
    Definition(
        "unresolved",
        N_("Closed without a solution"),
        N_("We could not solve it and said so."),
        "count(outcome = unresolved)",
    ),
    Definition(
        "unstated",
        N_("Closed, outcome not recorded"),
        N_("Closed in our records, which do not say how it ended."),
        "count(resolved, outcome is empty)",
    ),
    Definition(
        "reopened",
        N_("Reopened"),
        N_("It was not settled after all and is open again."),
        "count(reopened after the last resolution, not withdrawn)",
    ),
    Definition(
        "reopened_ever",
        N_("Reopened at least once"),
        N_(
            "Complaints that were opened again at least once, wherever they stand now. They are part of the other"
            " numbers."
        ),
        "count(reopened)",
    ),
    Definition(
        "withdrawn",
        N_("Withdrawn"),
        N_("The customer took it back. It still counts for how soon we answered."),
        "count(withdrawn, not resolved since)",
    ),
    Definition(
        "open",
        N_("Open"),
        N_("Not settled yet."),
        "count(not resolved, not withdrawn, never reopened)",
    ),
    Definition(
        "night",
        N_("At night"),
        N_(
            "On channels that answer day and night: complaints received between 22:00 and 06:00 in the channel's "
            "time zone."
        ),
        "22:00 <= local hour of received, or local hour of received < 06:00",
    ),
    Definition(
        "day",
        N_("By day"),
        N_(
            "On channels that answer day and night: complaints received between 06:00 and 22:00 in the channel's "
            "time zone."
        ),
        "06:00 <= local hour of received < 22:00",
    ),
    Definition(
        "interval",
        N_("Range"),
        N_("Where the share would probably lie if chance had fallen otherwise: the 95 % interval after Wilson."),
        "(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96",
        WILSON,
    ),
    Definition(
        "minimum_n",
        N_("Too few to say"),
        N_("No share and no length of time is given for fewer cases than our policy's minimum."),
        "n < minimum_n",
    ),
    Definition(
        "comparison",
        N_("Change from the month before"),
        N_(
            "A share is called higher or lower only when its range and that of the month before do not meet. "
            "Otherwise there is no clear change."
        ),
        "low(now) > high(before), or high(now) < low(before)",
    ),
    Definition(
        "restatement",
        N_("Corrected figures"),
        N_(
            "A month's figures are kept when it is closed. When today's records give other figures for the same "
            "instant, both are shown."
        ),
        "figures(records now, as of closing) ≠ figures(closing)",
    ),
)


UPTIME = "Atlassian Statuspage, uptime showcase: partial and major outages count"

OUTAGES: tuple[Definition, ...] = (
    Definition(
        "incidents",
        N_("Incidents"),
        N_("Incidents that began in the month, by how hard they hit people."),
        "count(incidents by month of the beginning) by impact",
    ),
    Definition(
        "minutes_down",
        N_("Minutes down"),
        N_(
            "Minutes of the month in which at least one component was in a partial or major outage. Maintenance is "
            "left out as in the uptime."
        ),
        "length of the union of outages of all components",
        UPTIME,
    ),
    Definition(
        "uptime",
        N_("Uptime"),
        N_(
            "The share of the time in which a component worked. Maintenance is left out only if it was announced in "
            "time, and never while an incident goes on that began before it. What was before a component's first day "
            "is unknown, and no share is given before there is a day of it."
        ),
        "1 - (major + 0.3 * partial) / (now - since - maintenance with starts - announced >= maintenance_notice)",
        UPTIME,
    ),
    Definition(
        "first_update",
        N_("Time to the first public word"),
        N_(
            "From when the incident began until we first said so. Only incidents whose beginning is on record can"
            " be measured; the others are counted beside it."
        ),
        "first update - started",
    ),
    Definition(
        "between_updates",
        N_("Time between updates"),
        N_(
            "How long people waited for the next word while an incident was open. A wait that still goes on counts "
            "with its length so far."
        ),
        "update[k + 1] - update[k], until resolved",
    ),
    Definition(
        "promises",
        N_("Promised updates kept"),
        N_("When we say when we will say more, that is a promise. It is kept when the next word came no later."),
        "count(next update <= promised) / count(promises that are due)",
    ),
)


CHANGES: tuple[Definition, ...] = (
    Definition(
        "behind",
        N_("Complaints behind a change"),
        N_(
            "Complaints on the same topic: where the change came of an incident, those received from its beginning "
            "until a day after its end; otherwise those received in the 90 days until it was resolved."
        ),
        "count(same topic, started <= received <= ended + 1 day), or count(same topic, resolved - 90 days <= received "
        "<= resolved)",
    ),
)

BEHIND_ALONE = Definition(
    "behind",
    N_("Complaints behind a change"),
    N_("Complaints on the same topic that were received in the 90 days until it was resolved."),
    "count(same topic, resolved - 90 days <= received <= resolved)",
)
"""The same on a site without incidents."""

DEFINITIONS: tuple[Definition, ...] = (*REPLIES, *ENDS, *OUTAGES, *CHANGES)
"""All definitions, in the order of the page."""

BY_ID = {definition.id: definition for definition in DEFINITIONS}

YARDSTICK = Definition(
    "yardstick",
    N_("For comparison"),
    N_("In 2012, four in ten complaints on Twitter were answered within 24 hours."),
    "0.40",
    "STELLAService, 2012",
)
"""A published figure of the industry; charts of `within_day` may show it as a line."""
YARDSTICK_SHARE = 0.40


def definition_of(figure: str) -> Definition:
    """Return the definition of a figure by its name, such as `all_hours.human.within_day`. Raises KeyError."""
    return BY_ID[figure.rpartition(".")[2]]
