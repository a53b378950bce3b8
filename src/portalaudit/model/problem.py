"""What is wrong with the user's own files."""

from collections.abc import Iterable
from enum import StrEnum

from portalaudit.model.place import Place, Related
from portalaudit.model.values import dataclass


class ProblemCode(StrEnum):
    """The stable names of everything that can be wrong with a file."""

    UNREADABLE_FILE = "unreadable-file"
    FILE_NOT_READ = "file-not-read"
    FILE_TOO_LARGE = "file-too-large"
    LINK_LEAVES_FOLDER = "link-leaves-folder"
    ENCRYPTED_FILE = "encrypted-file"
    POINTER_FILE = "pointer-file"
    OTHER_FORMAT = "other-format"
    EMPTY_FILE = "empty-file"
    MERGE_CONFLICT = "merge-conflict"
    BAD_ENCODING = "bad-encoding"
    CONTROL_CHARACTER = "control-character"
    INVISIBLE_CHARACTER = "invisible-character"
    UNUSUAL_CHARACTER = "unusual-character"
    CURLY_QUOTES = "curly-quotes"
    SYNTAX = "syntax"
    SEVERAL_DOCUMENTS = "several-documents"
    DUPLICATE_KEY = "duplicate-key"
    KEY_NOT_TEXT = "key-not-text"
    ANCHOR = "anchor"
    MERGE_KEY = "merge-key"
    TAG = "tag"
    TOO_DEEP = "too-deep"
    NOT_A_MAPPING = "not-a-mapping"
    UNKNOWN_SECTION = "unknown-section"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    EMPTY_VALUE = "empty-value"
    INVALID_VALUE = "invalid-value"
    CHECKSUM_DIFFERS = "checksum-differs"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_REFERENCE = "unknown-reference"
    MISSING_SECTION = "missing-section"
    SECOND_PRACTICE = "second-practice"
    BAD_EXPRESSION = "bad-expression"
    BAD_MESSAGE = "bad-message"
    BAD_ROUTE = "bad-route"
    BAD_PARAMETER = "bad-parameter"
    UNKNOWN_RULE = "unknown-rule"
    UNKNOWN_PACK = "unknown-pack"
    BAD_BASE = "bad-base"
    BAD_SCHEMA = "bad-schema"
    BAD_CASES = "bad-cases"
    SEVERAL_PRACTICES = "several-practices"
    SECRET_IN_LIST = "secret-in-list"  # noqa: S105  the name of a problem
    NO_HEADINGS = "no-headings"
    UNCLEAR_LIST = "unclear-list"
    UNFINISHED_IMPORT = "unfinished-import"
    NOTHING_TO_JUDGE = "nothing-to-judge"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a file of the user: what, where, and in `hint` what to do next.

    It is never a finding: a practice may be in good order and its file still unreadable.
    """

    code: ProblemCode
    message: str
    place: Place
    hint: str = ""
    related: tuple[Related, ...] = ()


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems sorted by place, then code and message; each one once."""
    return tuple(sorted(set(problems), key=lambda p: (p.place, p.code, p.message)))
