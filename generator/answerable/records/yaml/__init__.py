"""YAML: read with the position of each value, written in the style of the documents, and edited in place."""
