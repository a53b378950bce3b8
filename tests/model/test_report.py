from portalaudit.model.place import Place
from portalaudit.model.values import replace
from tests.report import sample


def test_places_are_told_from_where_the_command_ran() -> None:
    moved = replace(sample.two(), inventory_root="inventory/cr").from_where_it_ran()
    assert moved.findings()[0].place.path == "inventory/cr/accounts.yaml"
    assert moved.line(moved.findings()[0].place) == sample.line(Place("accounts.yaml", 7, 13, 19))


def test_the_place_of_an_absolute_folder_is_not_told() -> None:
    report = replace(sample.two(), inventory_root="/home/ann/inventory")
    assert report.from_where_it_ran() is report


def test_a_masked_id_is_shown_and_the_fingerprint_stays() -> None:
    report = sample.clean()
    ruling = report.rulings[0]
    masked = replace(ruling, subjects=replace(ruling.subjects, masked={0: "•••"}))
    assert next(report.verdicts_of(masked)).subject.id == "•••"
    assert next(report.verdicts_of(masked)).fingerprint == next(report.verdicts_of(ruling)).fingerprint
