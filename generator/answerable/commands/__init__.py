"""What the commands do; the command line itself only reads options and calls one function here."""
