"""The digests of what ships: exact, and blind to line ends only."""

import hashlib

from portalaudit.cli.shipped import policies_dir
from portalaudit.policy.digests import digest, digest_lines, is_digested, shipped_digests

RULE = b"id: x\ntitle: T\n"


def test_a_digest_is_the_sha_256_of_the_file() -> None:
    assert digest(RULE) == hashlib.sha256(RULE).hexdigest()


def test_line_ends_of_another_computer_are_no_edit() -> None:
    assert digest(RULE.replace(b"\n", b"\r\n")) == digest(RULE)


def test_anything_else_is_an_edit() -> None:
    for edited in (RULE + b"\n", RULE.replace(b"T", b"t"), RULE.rstrip(), b"\xef\xbb\xbf" + RULE, RULE + b"# x\n"):
        assert digest(edited) != digest(RULE)


def test_the_list_is_in_order_and_without_cases() -> None:
    files = [("b/x.yaml", b"2"), ("a/x.yaml", b"1"), ("a/x.cases.yaml", b"3")]
    assert digest_lines(files) == f"{digest(b'1')}  a/x.yaml\n{digest(b'2')}  b/x.yaml\n"


def test_the_list_has_every_shipped_file() -> None:
    folder = policies_dir()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}
    assert set(shipped_digests()) == {path for path in files if is_digested(path)}
