"""Run the command line with `python -m answerable`."""

from answerable.cli import main

main()
