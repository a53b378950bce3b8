import pytest

from portalaudit.report import REPORTERS, reporter
from tests.report.golden_files import ACTUAL, GOLDEN, file_name, written


@pytest.mark.parametrize("name", REPORTERS)
def test_a_reporter_writes_its_golden_file(name: str) -> None:
    actual = written(name)
    if actual != (GOLDEN / file_name(name)).read_bytes():
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / file_name(name)).write_bytes(actual)
        pytest.fail(f"{file_name(name)} differs: compare golden/ with actual/, then python -m tests.report.accept")


@pytest.mark.parametrize("name", REPORTERS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert written(name) == written(name)


@pytest.mark.parametrize("name", REPORTERS)
def test_a_reporter_says_what_it_is(name: str) -> None:
    module = reporter(name)

    assert (module.NAME, module.SUFFIX[0]) == (name, ".")
