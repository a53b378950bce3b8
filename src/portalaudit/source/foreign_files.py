"""Files that are something else than text to be read: locked, a pointer to a file elsewhere, or another program's."""

import codecs

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.values import dataclass
from portalaudit.source.files import Text
from portalaudit.source.patterns import late


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a file is, and what to do so that it can be read."""

    code: ProblemCode
    message: str
    hint: str


def _locked(by: str, hint: str) -> _Kind:
    return _Kind(ProblemCode.ENCRYPTED_FILE, f"this file is still encrypted ({by})", hint)


def _other(what: str, hint: str = "save the list as YAML text under this name, or delete the file") -> _Kind:
    return _Kind(ProblemCode.OTHER_FORMAT, f"this file is {what}, not YAML text", hint)


_POINTER = ProblemCode.POINTER_FILE
_FROM_GNUPG = _locked("GnuPG", "decrypt it with `gpg --decrypt`, and save the text under this name")
_FROM_AGE = _locked("age", "decrypt it with `age --decrypt`, and save the text under this name")
_SOPS = _locked("SOPS", "decrypt it with `sops decrypt --in-place`, then run again")
_OFFICE = _other("a Word or Excel file", "export the list as YAML or CSV text, or move the file out of this folder")

# How such a file begins, after a byte order mark and blank lines.
_BEGINNINGS: tuple[tuple[bytes, _Kind], ...] = (
    (b"\0GITCRYPT\0", _locked("git-crypt", "run `git-crypt unlock` in the repository, then run again")),
    (b"age-encryption.org/v1", _FROM_AGE),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", _FROM_AGE),
    (b"-----BEGIN PGP MESSAGE-----", _FROM_GNUPG),
    (b"$ANSIBLE_VAULT;", _locked("Ansible Vault", "run `ansible-vault decrypt` on it, then run again")),
    (b"Salted__", _locked("OpenSSL", "decrypt it, and save the text under this name")),
    (b"U2FsdGVkX1", _locked("transcrypt or OpenSSL", "decrypt it (`transcrypt` unlocks a repository), then run again")),
    (
        b"version https://git-lfs.github.com/spec/",
        _Kind(_POINTER, "this is a pointer of Git LFS, not the file itself", "run `git lfs pull`, then run again"),
    ),
    (
        b"/annex/objects/",
        _Kind(_POINTER, "this is a pointer of git-annex, not the file itself", "run `git annex get` on it"),
    ),
    (b"PK\x03\x04", _OFFICE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (b"%PDF-", _other("a PDF")),
    (b"{\\rtf", _other("rich text", "save it as plain text; in TextEdit, choose Format > Make Plain Text")),
    (b"\x1f\x8b", _other("a compressed file", "unpack it first")),
    (b"SQLite format 3\0", _other("a database")),
    (b"\x00\x05\x16\x07", _other("data that macOS keeps beside a file", "delete it")),
)
_WEB_PAGE = _other("a web page", "download the file itself; a sign-in page is often saved in its place")

_SHOWN = 256
_SOPS_VALUE = b"ENC[AES256_GCM,data:"
_SOPS_SECTION = late(rb"(?:^|[\r\n,{])[ \t]*\"?sops\"?[ \t]*:")


def problem(text: Text) -> Problem | None:
    """The problem with a file that cannot be read because of what it is; None for any other."""
    kind = _kind(text.data)
    return Problem(kind.code, kind.message, Place(text.path), kind.hint) if kind is not None else None


def _kind(data: bytes) -> _Kind | None:
    start = data[:_SHOWN].removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    return _SOPS if _SOPS_VALUE in data and _SOPS_SECTION.search(data) else None
