"""Makes what the reporters write now the golden files: `python -m tests.report.accept`."""

from portalaudit.report import REPORTERS
from portalaudit.report.access_answer import FORMATS
from tests.report.golden_files import GOLDEN, access_file, access_written, file_name, written


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name in REPORTERS:
        (GOLDEN / file_name(name)).write_bytes(written(name))
    for name in FORMATS:
        (GOLDEN / access_file(name)).write_bytes(access_written(name))


if __name__ == "__main__":
    main()
