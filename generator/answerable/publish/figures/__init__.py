"""Figures of complaints and incidents: gathered once per build, then as charts, sentences, pages and JSON."""
