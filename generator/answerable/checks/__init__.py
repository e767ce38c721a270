"""Checks on records before they are published: privacy, tone, sign-off, follow-ups, deadlines."""
