"""What a practice has not begun to write down is asked for once, on one account, and not on each."""

from collections.abc import Callable

from portalaudit.inventory.records import Account
from portalaudit.inventory.world import World

Test = Callable[[Account, World], bool]


def is_asked(topic: str, account: Account, world: World, *, concerned: Test, written: Test) -> bool:
    """Whether the account is asked about the topic: each once one that is concerned has it written, else the first.

    The first is the one whose id comes first among those that are concerned.
    """
    key = ("begun", topic)
    if key not in world.memo:
        accounts = [each for each in world.inventory.tables["accounts"].records if concerned(each, world)]
        first = min((each.id for each in accounts), default="")
        # What is written of a later day shows as well that the practice writes such things down.
        recorded = world.recorded.tables["accounts"]
        world.memo[key] = (first, any(written(recorded.get(each.id) or each, world) for each in accounts))
    first, has_begun = world.memo[key]
    return bool(has_begun) or account.id == first
