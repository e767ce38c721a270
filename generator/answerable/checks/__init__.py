"""What is looked at before words go out: privacy, the loop back to the public, sign-off."""
