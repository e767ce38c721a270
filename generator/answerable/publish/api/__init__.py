"""What programs read: Statuspage's API v2 as static files, our own API, their schemas and their description."""
