"""The MkDocs plugin: hooks, a build beside the live site, the live preview, and what knows the theme."""
