"""A file that is something else than text to be read is called by its name, with the next step."""

import pytest

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.source.load import load
from tests.source.texts import text

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
SOPS = "staff:\n  - id: ENC[AES256_GCM,data:abc=,iv:x,tag:y,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:q]\n"
ENCRYPTED, LINK, OTHER = ProblemCode.ENCRYPTED_FILE, ProblemCode.POINTER_FILE, ProblemCode.OTHER_FORMAT


@pytest.mark.parametrize(
    ("data", "code", "message", "step"),
    [
        (b"\0GITCRYPT\0abc\xff", ENCRYPTED, "this file is still encrypted (git-crypt)", "git-crypt unlock"),
        (b"age-encryption.org/v1\n-> X25519 abc\n", ENCRYPTED, "this file is still encrypted (age)", "age --decrypt"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", ENCRYPTED, "this file is still encrypted (age)", "age --decrypt"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQ\n", ENCRYPTED, "this file is still encrypted (GnuPG)", "gpg --decrypt"),
        (
            b"$ANSIBLE_VAULT;1.1;AES256\n6130\n",
            ENCRYPTED,
            "this file is still encrypted (Ansible Vault)",
            "ansible-vault decrypt",
        ),
        (SOPS.encode(), ENCRYPTED, "this file is still encrypted (SOPS)", "sops decrypt"),
        (b'{"sops":{},"a":"ENC[AES256_GCM,data:x]"}', ENCRYPTED, "this file is still encrypted (SOPS)", "sops decrypt"),
        (b"Salted__\x01\x02", ENCRYPTED, "this file is still encrypted (OpenSSL)", "decrypt it"),
        (
            b"U2FsdGVkX1+abc=\n",
            ENCRYPTED,
            "this file is still encrypted (transcrypt or OpenSSL)",
            "`transcrypt` unlocks",
        ),
        (POINTER.encode(), LINK, "this is a pointer of Git LFS, not the file itself", "git lfs pull"),
        (b"\xef\xbb\xbf" + POINTER.encode(), LINK, "this is a pointer of Git LFS, not the file itself", "git lfs pull"),
        (b"/annex/objects/MD5-s1--ab\n", LINK, "this is a pointer of git-annex, not the file itself", "git annex get"),
        (b"PK\x03\x04\x14\x00", OTHER, "this file is a Word or Excel file, not YAML text", "export the list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OTHER, "this file is a Word or Excel file, not YAML text", "export"),
        (b"%PDF-1.7\n%\xe2", OTHER, "this file is a PDF, not YAML text", "save the list as YAML text"),
        (b"{\\rtf1\\ansi staff:}", OTHER, "this file is rich text, not YAML text", "save it as plain text"),
        (b"\n<!DOCTYPE html>\n<html>", OTHER, "this file is a web page, not YAML text", "download the file itself"),
        (b"<HTML><body>", OTHER, "this file is a web page, not YAML text", "download the file itself"),
        (b"\x1f\x8b\x08\x00", OTHER, "this file is a compressed file, not YAML text", "unpack it"),
        (b"SQLite format 3\0", OTHER, "this file is a database, not YAML text", "save the list as YAML text"),
        (b"\0\5\x16\7\0\2", OTHER, "this file is data that macOS keeps beside a file, not YAML text", "delete it"),
    ],
)
def test_it_is_named_with_the_next_step(data, code, message, step):
    document, (problem,) = load(text(data, "staff.yaml"))
    assert document is None
    assert problem == Problem(code, message, Place("staff.yaml"), problem.hint)
    assert step in problem.hint


@pytest.mark.parametrize(
    "content",
    [
        "note: version https://git-lfs.github.com/spec/v1\n",
        "note: 'ENC[AES256_GCM,data:x] is what sops writes'\n",
        "sops: {title: Standard operating procedures}\n",
        "# -----BEGIN PGP MESSAGE----- is how a locked file begins\na: b\n",
    ],
)
def test_a_file_that_only_speaks_of_one_is_read(content):
    document, problems = load(text(content))
    assert (document is None, problems) == (False, ())
