"""The digest of every shipped rule and reference file, so that a report can say which are not as shipped."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

DIGESTS = Path(__file__).parent / "assets" / "shipped.sha256"
"""Lines as `sha256sum` writes them, by path below the shipped policies. `make generated` writes them."""

_CASES = (".cases.yaml", ".cases.yml")


def digest(data: bytes) -> str:
    """SHA-256 (hex) of a file. Line ends count as one, because git may write others on another computer."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def is_digested(path: str) -> bool:
    """Whether a policy file has a digest: a rule's cases change no verdict."""
    return not path.endswith(_CASES)


def digest_lines(files: Iterable[tuple[str, bytes]]) -> str:
    """The text of the list for these files, by path."""
    return "".join(f"{digest(data)}  {path}\n" for path, data in sorted(files) if is_digested(path))


def shipped_digests() -> Mapping[str, str]:
    """The digest of each shipped file, by path below the shipped policies."""
    lines = DIGESTS.read_text(encoding="utf-8").splitlines()
    return {path: value for value, _, path in (line.partition("  ") for line in lines)}
