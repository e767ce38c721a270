"""Use again what an earlier build made of the same values: what each part of the site is made from."""
