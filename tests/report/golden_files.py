"""Golden files: what each reporter writes for `sample.everything()`, byte for byte.

After a change that is meant: look at the difference between `golden/` and `actual/`, then accept it with
`python -m tests.report.accept`.
"""

from pathlib import Path

from portalaudit.report import reporter
from tests.report import sample

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "golden"
ACTUAL = FOLDER / "actual"


def written(name: str) -> bytes:
    return "".join(reporter(name).render(sample.everything())).encode()


def file_name(name: str) -> str:
    return f"everything-{name}{reporter(name).SUFFIX}"
