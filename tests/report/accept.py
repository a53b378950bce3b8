"""Makes what the reporters write now the golden files: `python -m tests.report.accept`."""

from portalaudit.report import REPORTERS
from tests.report.golden_files import GOLDEN, file_name, written


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name in REPORTERS:
        (GOLDEN / file_name(name)).write_bytes(written(name))


if __name__ == "__main__":
    main()
