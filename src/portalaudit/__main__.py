"""`python -m portalaudit`."""

from portalaudit.cli import main

main()
