"""A small practice for the tests of the editor."""

from pathlib import Path

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE

ALL = PRACTICE + LEAVER
FILES = {
    "inventory/all.yaml": ALL,
    "policies/own/pack.yaml": PACK,
    "policies/own/leavers.yaml": RULE,
    "policies/policy.yaml": "packs: [own]\n",
}


def write_practice(root: Path) -> Path:
    """Write one practice with one leaver and one rule that finds her."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
