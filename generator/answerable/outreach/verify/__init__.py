"""Check after a deploy that the published site is the one that was built."""

from __future__ import annotations

from answerable.outreach.verify.built_site import AnswerReport, Grade, VerifyReport, read_site
from answerable.outreach.verify.compare_site import verify
from answerable.outreach.verify.responses import INTERVAL

__all__ = ["INTERVAL", "AnswerReport", "Grade", "VerifyReport", "read_site", "verify"]
