"""Begin a site: its files, and what installs Answerable for it."""
