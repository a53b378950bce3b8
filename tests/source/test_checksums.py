"""A recorded SHA-256 is compared with the file that is meant, and with none outside the folder."""

import hashlib
import os
from pathlib import Path

import pytest

from portalaudit.source.checksums import Checksums, normalized

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (DIGEST, DIGEST),
        (DIGEST.upper(), DIGEST),
        (f" sha256:{DIGEST} ", DIGEST),
        (f"SHA-256: {DIGEST}", DIGEST),
        (DIGEST[1:], None),
        (f"{DIGEST}0", None),
        (f"g{DIGEST[1:]}", None),
        ("", None),
        ("pending", None),
    ],
)
def test_a_sha_256_is_64_digits(written: str, expected: str | None) -> None:
    assert normalized(written) == expected


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in ("users.csv", "imports/users.csv", "imports/east/list.csv", "west/list.csv", ".old/hidden.csv"):
        (tmp_path / "inventory" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "inventory" / path).write_text(path)
    (tmp_path / "outside.csv").write_text("outside")
    return tmp_path / "inventory"


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("users.csv", ["users.csv"]),
        ("imports/users.csv", ["imports/users.csv"]),
        ("imports\\users.csv", ["imports/users.csv"]),
        ("list.csv", ["imports/east/list.csv", "west/list.csv"]),
        ("east/list.csv", ["imports/east/list.csv"]),
        ("./west/list.csv", ["west/list.csv"]),
        ("hidden.csv", []),
        ("sers.csv", []),
        ("office drive", []),
        ("", []),
        ("../outside.csv", []),
        ("imports/../users.csv", []),
        ("imports", []),
    ],
)
def test_the_files_that_a_record_may_mean(folder: Path, name: str, paths: list[str]) -> None:
    assert Checksums(folder).of(name) == tuple((path, digest(path)) for path in paths)


def test_nothing_outside_the_folder_is_read(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder.parent / "outside.csv")
    (folder / "inner.csv").symlink_to(folder / "users.csv")
    os.mkfifo(folder / "pipe.csv")
    files = Checksums(folder)
    assert (files.of("link.csv"), files.of(str(folder / "users.csv")), files.of("pipe.csv")) == ((), (), ())
    assert files.of("inner.csv") == (("inner.csv", digest("users.csv")),)


def test_each_file_is_hashed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Checksums(folder)
    first = files.of("list.csv")
    monkeypatch.setattr(hashlib, "file_digest", None)
    assert files.of("list.csv") == first
