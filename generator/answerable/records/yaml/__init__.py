"""YAML: read with the position of each value, written as a person would, and edited in place."""
