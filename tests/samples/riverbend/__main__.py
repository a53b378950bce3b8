"""Writes the files of the sample practice anew."""

from pathlib import Path

from tests.samples.riverbend.files import files

SAMPLE = Path(__file__).resolve().parents[3] / "inventory" / "riverbend"


def main() -> None:
    """Write every file, and take away what is no longer one of them."""
    wanted = {SAMPLE / name: text for name, text in files().items()}
    for path in set(SAMPLE.rglob("*.*")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
