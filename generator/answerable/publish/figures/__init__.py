"""Statistics of complaints and incidents: calculated once per build, shown as charts, sentences, pages and JSON."""
