"""Is what the world sees what was built? The files of a built site against the answers at its address."""

from __future__ import annotations

from generator.outreach.verifying.run import verify
from generator.outreach.verifying.seen import Grade, Report
from generator.outreach.verifying.site import read_site

__all__ = ["Grade", "Report", "read_site", "verify"]
