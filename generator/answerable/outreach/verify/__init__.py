"""Check after a deploy that the published site is the one that was built."""

from __future__ import annotations

from answerable.outreach.verify.answers import INTERVAL
from answerable.outreach.verify.built_site import AnswerReport, Grade, VerifyReport, read_site
from answerable.outreach.verify.run import verify

__all__ = ["INTERVAL", "AnswerReport", "Grade", "VerifyReport", "read_site", "verify"]
