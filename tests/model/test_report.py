from portalaudit.model.values import replace
from tests.report import sample


def test_a_masked_id_is_shown_and_the_fingerprint_stays() -> None:
    report = sample.clean()
    ruling = report.rulings[0]
    masked = replace(ruling, subjects=replace(ruling.subjects, masked={0: "•••"}))
    assert next(report.verdicts_of(masked)).subject.id == "•••"
    assert next(report.verdicts_of(masked)).fingerprint == next(report.verdicts_of(ruling)).fingerprint
