from portalaudit.model.origin import Layer, Origin
from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.recorded import Match, RecordedFile
from portalaudit.model.report import PoliciesUsed, Way
from portalaudit.model.values import replace
from portalaudit.model.whereabouts import from_root, from_where_it_ran, problems_from_where_it_ran
from tests.report import sample

POLICIES = {"policies": "clients/a/policies", "base": "clients/base", "portalaudit-policies": "portalaudit-policies"}


def test_places_are_told_from_where_the_command_ran() -> None:
    moved = from_where_it_ran(replace(sample.two(), from_here=Way("inventory/cr")))
    assert moved.findings()[0].place.path == "inventory/cr/accounts.yaml"
    assert moved.line(moved.findings()[0].place) == sample.line(Place("accounts.yaml", 7, 13, 19))


def test_the_place_of_an_absolute_folder_is_not_told() -> None:
    report = replace(sample.two(), from_here=Way("/home/ann/inventory", POLICIES))
    assert from_where_it_ran(report) is report


def test_a_report_made_in_the_inventory_itself_stays_as_it_is() -> None:
    report = replace(sample.two(), from_here=Way(".", {"policies": "policies"}))
    assert from_where_it_ran(report) is report


def test_what_policies_say_is_told_from_where_the_command_ran() -> None:
    whole = replace(sample.everything(), from_here=Way("clients/a/inventory", POLICIES))
    moved = from_where_it_ran(whole)
    (waived,) = [v for ruling in moved.rulings for v in ruling.verdicts.values() if v.waiver]
    assert waived.waiver is not None
    assert waived.waiver.place.path == "clients/a/policies/waivers.yaml"
    assert [one.origin and one.origin.place.path for one in moved.left_out] == ["clients/base/policy.yaml", None]
    changes = [ruling.rule.severity_changed for ruling in moved.rulings if ruling.rule.severity_changed]
    assert [one.origin for one in changes] == [Origin(Layer.OWN, Place("clients/a/policies/policy.yaml", 9, 15, 19))]
    loosened = [one.origin.place.path for r in moved.rulings for one in r.rule.loosened if one.origin]
    assert loosened == ["clients/a/policies/<own>/policy.yaml"]
    files = [one.place.path for one in moved.run.shipping.deviations if one.place]
    assert files
    assert all(path.startswith("clients/a/policies/") for path in files)
    assert from_where_it_ran(moved) is moved


def test_the_line_of_a_policy_is_found_again() -> None:
    asked: list[str] = []
    report = replace(sample.two(), from_here=Way(".", {"policies": "../policies"}))
    moved = from_where_it_ran(replace(report, line=lambda place: asked.append(place.path)))
    for path in ("../policies/own/a.yaml", "accounts.yaml"):
        moved.line(Place(path))
    assert asked == ["policies/own/a.yaml", "accounts.yaml"]


def test_problems_alone_are_told_alike() -> None:
    problems = [Problem(ProblemCode.SYNTAX, "x", Place(path)) for path in ("policies/a.yaml", "a.yaml", ".")]
    moved = problems_from_where_it_ran(problems, Way("clients/a/inventory", POLICIES))
    assert [one.place.path for one in moved] == [
        "clients/a/policies/a.yaml",
        "clients/a/inventory/a.yaml",
        "clients/a/inventory",
    ]


def test_from_the_inventory_itself_no_path_leads_from_the_root() -> None:
    report = replace(sample.two(), from_here=Way("."), from_root=Way("inventory/cr", {"policies": "policies"}))
    assert from_root(from_where_it_ran(report)).findings()[0].place.path == "accounts.yaml"


def test_policies_are_named_by_the_same_way() -> None:
    here = Way("cr", {"policies": "cr/policies", "portalaudit-policies": "portalaudit-policies"}, ("policies",))
    report = replace(sample.everything(), from_here=here)
    assert from_where_it_ran(report).inputs.policies == PoliciesUsed(
        ("cr/policies", "portalaudit-policies"), ("policies",)
    )


def test_places_lead_from_the_root_too() -> None:
    report = replace(sample.two(), from_here=Way("."), from_root=Way("inventory/cr", {"policies": "policies"}))
    moved = from_root(report)
    assert moved.findings()[0].place.path == "inventory/cr/accounts.yaml"
    assert [file.path for file in moved.inputs.files][:1] == ["inventory/cr/accounts.yaml"]
    assert moved.line(moved.findings()[0].place) == sample.line(Place("accounts.yaml", 7, 13, 19))
    assert from_root(moved) is moved
    assert from_where_it_ran(moved) is moved


def test_files_that_a_record_names_lead_from_the_root_too() -> None:
    recorded = (
        RecordedFile("a.csv", "0" * 64, Place("all.yaml", 7, 1), Match.SAME, "lists/a.csv"),
        RecordedFile("b.csv", "0" * 64, Place("all.yaml", 8, 1), Match.NOT_HERE),
    )
    report = sample.two()
    report = replace(report, inputs=replace(report.inputs, recorded=recorded), from_root=Way("inventory/cr"))
    moved = from_root(report).inputs
    assert moved.inventory == "inventory/cr"
    assert [(one.place.path, one.path) for one in moved.recorded] == [
        ("inventory/cr/all.yaml", "inventory/cr/lists/a.csv"),
        ("inventory/cr/all.yaml", ""),
    ]
