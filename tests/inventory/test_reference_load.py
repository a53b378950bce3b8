"""Loading reference data: what a practice may change, and what is a problem."""

from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

SHIPPED = """\
sources:
  book: {title: A book, url: "https://example.org/book", seen_on: 2026-11-22}
permissions:
  - {id: claim.view, description: Claims, sensitivity: [phi], source: [book], verified: true}
  - {id: money.view, description: Money, sensitivity: [financial], source: [book], verified: true}
permission_sets:
  - {id: desk, description: Desk, sensitivity: financial}
profiles:
  - id: acme
    name: Acme
    kind: hub
    inactivity: {disable_days: 30}
    native_roles:
      - {name: Claims, permissions: [claim.view], source: [book], verified: true}
  - {id: other, name: Other, kind: standalone}
"""


def document(path: str, text: str) -> Document:
    found, problems = load(Text(path, text.encode()))
    assert problems == ()
    assert found is not None
    return found


def read(*texts: str) -> tuple[Reference, tuple[Problem, ...]]:
    return load_reference([document(f"reference/{number}.yaml", text) for number, text in enumerate(texts)])


def only_problem(*texts: str) -> Problem:
    (problem,) = read(*texts)[1]
    return problem


def test_a_later_record_takes_the_place_of_the_whole_earlier_one() -> None:
    reference, problems = read(SHIPPED, "profiles:\n  - {id: acme, name: Acme Two, kind: hub}\n")
    assert problems == ()
    assert [(p.id, p.name) for p in reference.profiles.values()] == [("acme", "Acme Two"), ("other", "Other")]
    acme = reference.profile("acme")
    assert acme is not None
    assert (acme.inactivity, acme.native_roles, acme.verified) == (None, None, False)


def test_a_later_document_adds_a_permission_to_every_set_of_its_sensitivity() -> None:
    extra = "permissions:\n  - {id: cash.count, description: Cash, sensitivity: [financial]}\n"
    reference, problems = read(SHIPPED, extra)
    assert problems == ()
    assert reference.expand(["@desk", "claim.view"]) == {"cash.count", "money.view", "claim.view"}
    assert reference.sensitivity("cash.count") == {"financial"}


def test_a_later_document_may_use_earlier_sources_and_bring_its_own() -> None:
    letter = "sources:\n  letter: {title: A letter}\n"
    third = "profiles:\n  - {id: third, name: T, kind: mac, source: [book, letter]}\n"
    reference, problems = read(SHIPPED, letter + third)
    assert problems == ()
    assert {key: source.title for key, source in reference.sources.items()} == {"book": "A book", "letter": "A letter"}


def test_documents_outside_the_reference_folder_are_not_looked_at() -> None:
    assert load_reference([document("policy.yaml", "packs: [portal-access]\n")]) == (Reference(), ())


def test_unknown_names_expand_to_no_more_than_themselves() -> None:
    reference, _ = read(SHIPPED)
    assert reference.expand(["no.such", "@no_such"]) == {"no.such"}
    assert reference.sensitivity("no.such") == frozenset()
    assert reference.profile("no_such") is None
    assert reference.number("no_such") is None
    assert reference.words("no_such") == ()


def test_ids_that_an_inventory_may_name() -> None:
    reference, _ = read(SHIPPED)
    assert reference.ids == {
        "permissions": {"claim.view", "money.view", "@desk"},
        "profiles": {"acme", "other"},
        "sod_pairs": set(),
        "jurisdictions": set(),
    }


def test_jurisdictions_of_both_tables_may_be_named() -> None:
    states = "jurisdictions:\n  - {id: JX, contractor: C, portal: acme, states: [OR]}\n"
    special = "specialty_jurisdictions:\n  - {id: RX, contractor: C, portal: acme, scope: Railroad}\n"
    reference, problems = read(SHIPPED, states + special)
    assert problems == ()
    assert reference.ids["jurisdictions"] == {"JX", "RX"}


def test_a_dangling_source_is_a_problem_at_its_place() -> None:
    assert only_problem(SHIPPED, "profiles:\n  - {id: b, name: B, kind: hub, source: [bok]}\n") == Problem(
        ProblemCode.UNKNOWN_REFERENCE,
        "'bok' is not in 'sources' of the reference data; did you mean 'book'?",
        Place("reference/1.yaml", 2, 42, 45),
        hint="add it to 'sources', or correct it here",
    )


def test_an_unknown_permission_of_a_native_role_is_a_problem_at_its_place() -> None:
    record = "  - id: b\n    name: B\n    kind: hub\n    native_roles:\n      - {name: X, permissions: [claim.vew]}\n"
    problem = only_problem(SHIPPED, "profiles:\n" + record)
    assert (problem.code, problem.place) == (ProblemCode.UNKNOWN_REFERENCE, Place("reference/1.yaml", 6, 33, 42))
    assert problem.message == "'claim.vew' is not in 'permissions' of the reference data; did you mean 'claim.view'?"


def test_a_set_holds_permissions_and_not_sets() -> None:
    problem = only_problem(SHIPPED, 'permission_sets:\n  - {id: all, description: D, permissions: ["@desk"]}\n')
    assert problem.message == "'@desk' is not in 'permissions' of the reference data"


def test_a_set_is_a_list_or_a_sensitivity() -> None:
    neither = only_problem(SHIPPED, "permission_sets:\n  - {id: all, description: D}\n")
    both = only_problem(
        SHIPPED, "permission_sets:\n  - {id: all, description: D, permissions: [claim.view], sensitivity: phi}\n"
    )
    for problem in (neither, both):
        assert problem.message == "'all' needs either 'permissions' or 'sensitivity', and not both"
        assert problem.place == Place("reference/1.yaml", 2, 10, 13)


def test_a_default_is_a_number_or_words() -> None:
    problem = only_problem("defaults:\n  - {id: days, meaning: M}\n")
    assert problem.message == "'days' needs either 'number' or 'words', and not both"


def test_unverified_names_fields_of_the_record() -> None:
    problem = only_problem(SHIPPED, "profiles:\n  - {id: b, name: B, kind: hub, unverified: [inactivty]}\n")
    assert (problem.code, problem.place) == (ProblemCode.INVALID_VALUE, Place("reference/1.yaml", 2, 46, 55))
    assert problem.message == "'inactivty' is not a field of this record; did you mean 'inactivity'?"


def test_an_id_given_twice_in_one_document_is_a_problem() -> None:
    problem = only_problem("profiles:\n  - {id: b, name: B, kind: hub}\n  - {id: b, name: C, kind: hub}\n")
    assert problem == Problem(
        ProblemCode.DUPLICATE_ID,
        "the id 'b' is given twice in 'profiles'",
        Place("reference/0.yaml", 3, 10, 11),
        hint="give each record its own id, or remove one of the two",
        related=(Related(Place("reference/0.yaml", 2, 10, 11), "first given here"),),
    )


def test_an_unknown_section_names_the_nearest() -> None:
    problem = only_problem("profile:\n  - {id: b, name: B, kind: hub}\n")
    assert (problem.code, problem.place) == (ProblemCode.UNKNOWN_SECTION, Place("reference/0.yaml", 1, 1, 8))
    assert problem.message == "'profile' is not a section of the reference data; did you mean 'profiles'?"


def test_sections_of_the_wrong_shape() -> None:
    _, problems = read("profiles: {id: b}\nsources: [book]\n")
    assert [(p.code, p.message, p.place.line) for p in problems] == [
        (ProblemCode.INVALID_VALUE, "'profiles' must be a list of records, each beginning with '- '", 1),
        (ProblemCode.INVALID_VALUE, "'sources' must be a mapping of keys, each with a title", 2),
    ]


def test_a_record_with_a_problem_leaves_the_earlier_one_and_its_references_alone() -> None:
    broken = "profiles:\n  - {id: acme, name: Acme, kind: hubb}\npermissions:\n  - {id: new.view, descripton: N}\n"
    user = "default_roles:\n  - {id: r, title: R, category: clinical, permissions: [new.view]}\n"
    reference, problems = read(SHIPPED, broken, user)
    assert {(p.code, p.place.line) for p in problems} == {
        (ProblemCode.INVALID_VALUE, 2),
        (ProblemCode.UNKNOWN_KEY, 4),
    }
    assert reference.native_permissions("acme", "claims") == ("claim.view",)


def test_conflicts_need_both_sides_and_an_enabled_pair() -> None:
    claims, money = "{permissions: [claim.view]}", "{permissions: [money.view]}"
    common = "title: T, severity: high, rationale: R"
    text = f"""\
sod_pairs:
  - {{id: both, first: {claims}, second: {money}, {common}}}
  - {{id: idle, first: {claims}, second: {money}, {common}, enabled: false}}
  - {{id: other, first: {claims}, second: {{circumstance: vendor_person}}, {common}}}
"""
    reference, problems = read(SHIPPED, text)
    assert problems == ()
    assert [pair.id for pair in reference.conflicts({"claim.view", "money.view"})] == ["both"]
    assert reference.conflicts({"claim.view"}) == ()
    asked = reference.conflicts({"claim.view", "money.view"}, also_disabled=True)
    assert [pair.id for pair in asked] == ["both", "idle"]
    assert [pair.id for pair in reference.conflicts({"claim.view"}, is_so=lambda _side: True)] == ["other"]


def test_a_side_needs_all_that_it_names() -> None:
    common = "title: T, severity: high, rationale: R, second: {permissions: [claim.view]}"
    text = f"""\
sod_pairs:
  - {{id: role, first: {{roles: [coder]}}, {common}}}
  - {{id: whole, first: {{permissions: [money.view], circumstance: only_holder}}, {common}}}
  - {{id: empty, first: {{}}, {common}}}
default_roles:
  - {{id: coder, title: Coder, category: administrative}}
"""
    reference, problems = read(SHIPPED, text)
    assert problems == ()
    held = {"claim.view", "money.view"}
    assert reference.conflicts(held) == ()
    assert [pair.id for pair in reference.conflicts({"claim.view"}, roles=("coder",))] == ["role"]
    assert [pair.id for pair in reference.conflicts(held, is_so=lambda _side: True)] == ["whole"]
    assert reference.conflicts({"claim.view"}, is_so=lambda _side: True) == ()


def test_a_record_that_is_left_out_is_asked_for_its_references_too() -> None:
    broken = "  - {id: b, name: B, kind: hubb, source: [bok], native_roles: [{name: X, permissions: [claim.vew, 1]}]}\n"
    twice = "  - {id: c, name: C, kind: hub}\n  - {id: c, name: C, kind: hub, source: [buk]}\n"
    _, problems = read(SHIPPED, "profiles:\n" + broken + twice)
    assert [(p.code, p.place.line, p.place.column) for p in problems if p.place.line == 2] == [
        (ProblemCode.INVALID_VALUE, 2, 28),
        (ProblemCode.UNKNOWN_REFERENCE, 2, 43),
        (ProblemCode.UNKNOWN_REFERENCE, 2, 88),
        (ProblemCode.UNKNOWN_REFERENCE, 2, 99),
    ]
    assert [(p.code, p.place.line) for p in problems if p.place.line != 2] == [
        (ProblemCode.DUPLICATE_ID, 4),
        (ProblemCode.UNKNOWN_REFERENCE, 4),
    ]
