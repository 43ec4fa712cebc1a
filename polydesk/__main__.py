"""`python -m polydesk`, the same as `polydesk`."""

from polydesk.cli import main

main(prog_name="polydesk")
