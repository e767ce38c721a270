"""Private words in the rows of the intake, of which there may be millions."""
