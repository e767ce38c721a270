"""How long the host's certificate is still good."""

from __future__ import annotations

from datetime import datetime, timedelta

from generator.outreach.verifying.seen import Grade, Seen
from generator.web.certificates import Certificate

_SOON, _NOW = timedelta(days=21), timedelta(days=3)
_SOON_PART, _NOW_PART = 5, 20


def certificate(shown: Certificate, now: datetime) -> Seen:
    """Days left. Late is late for its kind: certificates of six days are renewed in their last ones.

    A warning from three weeks or a fifth of its life before the end, whichever is shorter; a difference from three days
    or a twentieth.
    """
    left, life = shown.until - now, shown.until - shown.since
    words = f"{_days(left)} left, until {shown.until.date().isoformat()}"
    if left <= min(_NOW, life / _NOW_PART):
        return Seen("certificate", Grade.DIFFERS, f"{words}; renew it now, browsers will refuse the site")
    if left <= min(_SOON, life / _SOON_PART):
        return Seen("certificate", Grade.WARNING, f"{words}; look whether its renewal works")
    return Seen("certificate", Grade.AS_BUILT, words)


def _days(left: timedelta) -> str:
    if left < timedelta(days=1):
        return "less than a day" if left > timedelta() else "nothing"
    return "1 day" if left.days == 1 else f"{left.days} days"
