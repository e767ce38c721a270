"""The tests: a package of its own, since a library for tests brings along one that is named like it."""
