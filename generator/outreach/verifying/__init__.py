"""Is what the world sees what was built? The files of a built site against the answers at its address."""

from __future__ import annotations

from generator.outreach.verifying.run import Ask, verify
from generator.outreach.verifying.seen import Grade, Report, Seen
from generator.outreach.verifying.site import Site, read_site

__all__ = ["Ask", "Grade", "Report", "Seen", "Site", "read_site", "verify"]
