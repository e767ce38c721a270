"""The few icons, drawn for this project on a grid of 24, as inline SVG that takes the text's colour."""

from __future__ import annotations

from markupsafe import Markup

_SHAPES = {
    "operational": '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.8 2.8L16.3 9.5"/>',
    "under_maintenance": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.4 2"/>',
    "degraded_performance": '<path d="M12 3.5 21.5 20h-19z"/><path d="M12 10v4.5M12 17v.2"/>',
    "partial_outage": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.4v.2"/>',
    "major_outage": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z"/><path d="m9 9 6 6M15 9l-6 6"/>',
    "unknown": '<circle cx="12" cy="12" r="9"/><path d="M9.6 9.4a2.5 2.5 0 1 1 3.4 2.9c-.7.3-1 .8-1 1.5M12 16.6v.2"/>',
    "pin": '<path d="M9 4h6l-.8 6 3.3 3.5h-11L9.8 10zM12 13.5V20"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "arrow": '<path d="M5 12h13M13 6.5l5.5 5.5-5.5 5.5"/>',
    "feed": '<circle cx="6" cy="18" r="1.4"/><path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.4-6 7-6s6.400 2 7 6"/>',
    "talk": '<path d="M4 5h16v11H11l-4.500 4v-4H4z"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.300l3.400 2"/>',
}
_SAME = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
    "maintenance": "under_maintenance",
}


def icon(name: str) -> Markup:
    """An icon by its name, a component's status or an overall indicator; hidden from screen readers."""
    shape = _SHAPES[_SAME.get(name, name)]
    return Markup(  # noqa: S704 (the shapes are constants of this file)
        '<svg class="a-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f"{shape}</svg>"
    )
