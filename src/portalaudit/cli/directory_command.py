"""`portalaudit directory`: who is reached through which portal, and where."""

from portalaudit.cli.listing_outputs import practice_list
from portalaudit.inventory.lists.directory import directory_listing

command = practice_list(
    "directory",
    "Print the directory of payer portals.",
    "Print the central directory of INVENTORY: every contracted payer, its portal, and where to sign in.",
    directory_listing,
)
