"""`portalaudit roadmap`: how far each portal is on its way into daily use."""

from portalaudit.cli.listing_outputs import practice_list
from portalaudit.inventory.lists.roadmap import roadmap_listing

command = practice_list(
    "roadmap",
    "Show how far each portal's rollout is.",
    "Show how far registration, carrier mapping, provisioning and training are for each portal of INVENTORY.",
    roadmap_listing,
)
