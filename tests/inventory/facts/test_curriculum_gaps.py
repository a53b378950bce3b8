import pytest

from portalaudit.inventory.facts import curriculum_gaps
from portalaudit.inventory.facts.curriculum import topics_of
from portalaudit.inventory.records import Module, Practice
from portalaudit.inventory.records.training import Document
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import world_of

HOME = Practice(id="p", name="P", timezone="America/Los_Angeles")
ALL = tuple(curriculum_gaps.TOPICS)
KEPT = {"owner": "ana", "version": "1"}


def module(*topics: str, reviewed_on: str | None = "2026-01-08", **fields: object) -> Module:
    return Module(id="m", topics=topics, reviewed_on=reviewed_on, **{**KEPT, **fields})  # type: ignore[arg-type]


def document(name: str = "d", kind: str | None = "sop", **fields: object) -> Document:
    plain = {**KEPT, "reviewed_on": "2026-02-10"}
    return Document(id=name, kind=kind, **{**plain, **fields})  # type: ignore[arg-type]


def world(*records: Module | Document) -> World:
    modules = tuple(one for one in records if isinstance(one, Module))
    return world_of(HOME, modules=modules, documents=tuple(one for one in records if isinstance(one, Document)))


@pytest.mark.parametrize("written", ["no_sharing", "No sharing", "no-sharing", "  NO  sharing "])
def test_a_topic_is_the_same_however_it_is_written(written: str) -> None:
    assert topics_of(module(written)) == {"no_sharing"}


@pytest.mark.parametrize(
    ("modules", "missing"),
    [
        ((module(*ALL),), ()),
        ((module(*ALL[:3]), module(*ALL[3:])), ()),
        ((module(*ALL[1:]),), ALL[:1]),
        ((module(*ALL[1:]), module(ALL[0], optional=True)), ALL[:1]),
        ((), None),
        ((module(*ALL[1:]), Module(id="x")), None),
        ((module(*ALL), Module(id="x")), ()),
    ],
)
def test_topics_that_no_module_covers(modules: tuple[Module, ...], missing: tuple[str, ...] | None) -> None:
    assert curriculum_gaps.missing_topics(HOME, world(*modules)) == missing


@pytest.mark.parametrize("lacking", ["owner", "version", "reviewed_on"])
def test_what_nobody_keeps(lacking: str) -> None:
    facts = world(module(title="Portals", **{lacking: None}), document(**{lacking: None}))  # type: ignore[arg-type]
    assert curriculum_gaps.unkept_modules(HOME, facts) == ("Portals",)
    assert curriculum_gaps.unkept_documents(HOME, facts) == ("d",)


def test_what_is_kept_offered_replaced_or_no_procedure() -> None:
    facts = world(
        module(), module(owner=None, optional=True), document("new", supersedes="old"), document("old", owner=None),
        document("jd", "job_description", owner=None),
    )  # fmt: skip
    assert curriculum_gaps.unkept_modules(HOME, facts) == ()
    assert curriculum_gaps.unkept_documents(HOME, facts) == ()


def test_the_review_longest_ago() -> None:
    offered = module(reviewed_on="2020-01-01", optional=True)
    facts = world(
        *(module(reviewed_on=day) for day in ("2026-01-08", "2024-05-05", None)),
        offered,
        *(document(day, reviewed_on=day) for day in ("2026-02-10", "2025-05-05")),
        document("c", "other", reviewed_on="2020-01-01"),
    )
    assert curriculum_gaps.oldest_module_review_on(HOME, facts) == "2024-05-05"
    assert curriculum_gaps.oldest_document_review_on(HOME, facts) == "2025-05-05"
    assert curriculum_gaps.oldest_module_review_on(HOME, world()) is None
    assert curriculum_gaps.oldest_document_review_on(HOME, world()) is None


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ((document(),), True),
        ((document(kind="policy"),), True),
        ((document(kind="other"),), False),
        ((document(kind="other"), document("e", kind=None)), None),
        ((), None),
    ],
)
def test_whether_anything_is_written(documents: tuple[Document, ...], expected: bool | None) -> None:
    assert curriculum_gaps.has_written_rules(HOME, world(*documents)) is expected


def test_the_note_names_what_is_missing() -> None:
    facts = world(module(*ALL[:-2], owner=None), document("x", "other"))
    assert curriculum_gaps.curriculum_note(HOME, facts) == (
        "no module covers no sharing of logins (no_sharing), running portal access for others (manager); "
        "modules without owner, version or day of review: m; no policy or procedure is in force; "
        "the review longest ago was on 2026-01-08 for a module"
    )
    facts = world(module(*ALL), document(title="Access", version=None))
    assert curriculum_gaps.curriculum_note(HOME, facts) == (
        "policies or procedures without owner, version or day of review: Access; "
        "the review longest ago was on 2026-01-08 for a module and on 2026-02-10 for a policy or procedure"
    )
    assert curriculum_gaps.curriculum_note(HOME, world()) == ""
