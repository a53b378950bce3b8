"""The floor: PyYAML's C events over the same bytes, and nothing done with them.

`python benchmarks/events.py FOLDER` prints how many there are.
"""

import sys
from pathlib import Path

import yaml


def count_events(folder: Path) -> int:
    """How many events the files below the folder hold."""
    count = 0
    for path in sorted(folder.glob("**/*.yaml")):
        loader = yaml.CSafeLoader(path.read_bytes())
        while loader.check_event():
            loader.get_event()
            count += 1
        loader.dispose()
    return count


if __name__ == "__main__":
    print(f"{count_events(Path(sys.argv[1])):,} events")
