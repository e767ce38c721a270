"""A notice that is put into the files of a built site as text."""
