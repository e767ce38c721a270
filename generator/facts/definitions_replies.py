"""Definitions: what counts, how soon people are answered, and by which clock."""

from __future__ import annotations

from generator.facts.definition import N_, Definition

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
        "count(answered - received <= 1 h) / count(now - received >= 1 h)",
    ),
    Definition(
        "within_day",
        N_("Answered within 24 hours"),
        N_(
            "The share of complaints with a first answer within 24 hours. A complaint without an answer counts as"
            " a failure."
        ),
        "count(answered - received <= 24 h) / count(now - received >= 24 h)",
    ),
    Definition(
        "within_target",
        N_("Answered within our target"),
        N_("The share of complaints with a first answer within the time that we promise for their priority."),
        "count(answered - received <= target[priority]) / count(now - received >= target[priority])",
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
        "resolved - received",
    ),
    Definition(
        "follow_up",
        N_("Time to public follow-up"),
        N_(
            "Of complaints that were taken private: from when they were received until the outcome was told where"
            " they were made."
        ),
        "followed_up - received, of those with taken_private",
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
