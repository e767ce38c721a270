"""Files that are neither pages nor feeds: one module each, with the declaration `SERVED` and a function `publish`."""
