"""Is what the world sees what was built? The files of a built site against the answers at its address."""

from __future__ import annotations

from answerable.outreach.verify.built_site import Grade, VerifyReport, read_site
from answerable.outreach.verify.run import verify

__all__ = ["Grade", "VerifyReport", "read_site", "verify"]
