"""Check after a deploy that the published site is the one that was built."""

from __future__ import annotations

from answerable.outreach.verify.built_site import Grade, VerifyReport, read_site
from answerable.outreach.verify.run import verify

__all__ = ["Grade", "VerifyReport", "read_site", "verify"]
