"""Messages of the command line, in the language of whoever runs it."""
