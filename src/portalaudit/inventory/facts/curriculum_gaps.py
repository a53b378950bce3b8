"""Derived facts of the practice: what its curriculum and its written procedures lack."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.curriculum import topics_of
from portalaudit.inventory.records import Document, Module, Practice
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

TOPICS = {
    "portal_navigation": "finding one's way in the portals",
    "coverage_check": "real-time coverage checks",
    "transaction_updates": "reading transaction updates",
    "downtime_protocol": "what to do while a portal is down",
    "clearinghouse_vs_portal": "when the clearinghouse is enough and when to look in the portal",
    "claim_integrity": "claim integrity",
    "no_sharing": "no sharing of logins",
    "manager": "running portal access for others",
}
"""What a curriculum on payer portals covers, each topic in words."""

WRITTEN_RULES = frozenset({"policy", "sop"})


def _modules(world: World) -> list[Module]:
    """The curriculum without what is only offered."""
    return [module for module in world.inventory.tables["modules"].records if not module.optional]


@derived()
def missing_topics(_practice: Practice, world: World) -> tuple[str, ...] | None:
    """Topics of work with payer portals that no required module covers.

    Not known where the curriculum has no modules, or where one without `topics` may cover what is missing.
    """
    modules = _modules(world)
    covered = frozenset(topic for module in modules for topic in topics_of(module))
    missing = tuple(topic for topic in TOPICS if topic not in covered)
    known = bool(modules) and all(module.topics is not None for module in modules)
    return missing if known or not missing else None


@derived()
def unkept_modules(_practice: Practice, world: World) -> tuple[str, ...]:
    """Required modules without owner, version or day of review."""
    return tuple(module.title or module.id for module in _modules(world) if _is_unkept(module))


@derived()
def unkept_documents(_practice: Practice, world: World) -> tuple[str, ...]:
    """Policies and procedures in force without owner, version or day of review."""
    return tuple(document.title or document.id for document in _written_rules(world) if _is_unkept(document))


def _is_unkept(record: Module | Document) -> bool:
    return None in (record.owner, record.version, record.reviewed_on)


@derived()
def oldest_module_review_on(_practice: Practice, world: World) -> Date | None:
    """The day on which the required module was reviewed that was reviewed longest ago.

    Not known where no required module has `reviewed_on`.
    """
    return min((module.reviewed_on for module in _modules(world) if module.reviewed_on), default=None)


@derived()
def has_written_rules(_practice: Practice, world: World) -> bool | None:
    """Whether a policy or procedure is in force. Not known where no document is written with its `kind`."""
    if _written_rules(world):
        return True
    documents = world.inventory.tables["documents"].records
    return False if documents and all(document.kind is not None for document in documents) else None


@derived()
def oldest_document_review_on(_practice: Practice, world: World) -> Date | None:
    """The day on which the policy or procedure in force was reviewed that was reviewed longest ago.

    Not known where no policy or procedure in force has `reviewed_on`.
    """
    return min((d.reviewed_on for d in _written_rules(world) if d.reviewed_on), default=None)


def _written_rules(world: World) -> list[Document]:
    """Policies and procedures that no other document has replaced."""
    documents = world.inventory.tables["documents"].records
    replaced = {document.supersedes for document in documents}
    return [d for d in documents if d.kind in WRITTEN_RULES and d.id not in replaced]


@derived()
def curriculum_note(practice: Practice, world: World) -> str:
    """What curriculum and written procedures lack, in words, and what was reviewed longest ago."""
    return "; ".join(_remarks(practice, world))


def _remarks(practice: Practice, world: World) -> Iterator[str]:
    missing = missing_topics(practice, world)
    if missing:
        yield "no module covers " + ", ".join(f"{TOPICS[topic]} ({topic})" for topic in missing)
    if unkept_modules(practice, world):
        yield "modules without owner, version or day of review: " + ", ".join(unkept_modules(practice, world))
    if has_written_rules(practice, world) is False:
        yield "no policy or procedure is in force"
    if unkept_documents(practice, world):
        yield "policies or procedures without owner, version or day of review: " + ", ".join(
            unkept_documents(practice, world)
        )
    oldest = {
        "module": oldest_module_review_on(practice, world),
        "policy or procedure": oldest_document_review_on(practice, world),
    }
    reviews = [f"{day} for a {what}" for what, day in oldest.items() if day is not None]
    if reviews:
        yield "the review longest ago was on " + " and on ".join(reviews)
