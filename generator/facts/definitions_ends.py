"""Definitions: whether the outcome was told, how complaints end, and how sure a figure is."""

from __future__ import annotations

from generator.facts.definition import N_, Definition

WILSON = "E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212"

ENDS: tuple[Definition, ...] = (
    Definition(
        "came_back",
        N_("Came back to the public thread"),
        N_(
            "Of complaints that were taken private and whose time to report back is up, the share whose outcome "
            "was told in public at all."
        ),
        "count(followed_up >= taken_private) / count(now - taken_private >= follow_up_within)",
    ),
    Definition(
        "in_time",
        N_("Came back in time"),
        N_("The same share, counting only those that came back within the time that our policy allows."),
        "count(0 <= followed_up - taken_private <= follow_up_within) / count(now - taken_private >= follow_up_within)",
    ),
    Definition(
        "time",
        N_("From private to public again"),
        N_("From when a complaint was taken private until its outcome was told in public."),
        "followed_up - taken_private",
    ),
    Definition(
        "overdue",
        N_("Overdue"),
        N_("Complaints that were taken private, whose outcome was not told in public, and whose time to do so is up."),
        "count(no followed_up >= taken_private, now - taken_private >= follow_up_within)",
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
        "count(outcome in (solved, partly_solved, explained), confirmed)",
    ),
    Definition(
        "unconfirmed",
        N_("Resolved, not confirmed"),
        N_("Solved, partly solved or explained as we see it. The customer has not said so."),
        "count(outcome in (solved, partly_solved, explained), not confirmed)",
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
        "count(reopened after the last resolution)",
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
        "count(withdrawn)",
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
