"""Files that are neither pages nor feeds: one module per file, each with a function `publish`."""
