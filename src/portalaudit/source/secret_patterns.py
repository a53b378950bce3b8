"""What secrets look like: words that announce one, forms that speak for themselves, and the shapes of numbers."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from portalaudit.model.values import dataclass
from portalaudit.source import secret_extents
from portalaudit.source import secret_values as values
from portalaudit.source.patterns import late

Found = tuple[int, int, str]
"""First character, character after the last, and kind."""

Judge = Callable[[str], bool]

PASSWORD = "password"  # noqa: S105 - the name of a kind
PIN = "PIN"
ANSWER = "security answer"
SEED = "second-factor secret"
API_KEY = "secret key or token"
COOKIE = "session cookie"
SSN = "Social Security number"
MBI = "Medicare Beneficiary Identifier"
PATIENT = "member, claim or patient number"
BIRTH = "date of birth"
PRIVATE_KEY = "private key"
LOGIN_IN_ADDRESS = "login in a web address"

# What may follow the word inside a key (`password_1`, `old`), then the colon; `password_changed_on` does not get there.
_SUFFIX = rb"(?:s|[_ -]?\d{1,2}|[_ -](?:temp|temporary|old|new|current|initial|text|value|plain))?"
_COLON = _SUFFIX + rb"[\"'`*]{0,3}[ \t]{0,8}[:=](?!//)[ \t]*"
_IS = rb"[ \t]+(?:is|was|=)[ \t]*:?[ \t]*"
# Apart from the words, so that it is compiled once and not with each of them.
_ANNOUNCING = late(b"(?:" + _COLON + b"|" + _IS + b")")


@dataclass(frozen=True, slots=True)
class Keyed:
    """A word that, as a key or in a sentence, announces a secret behind a colon.

    `needle` is how the word begins, in lower case. `is_told` judges the value of a key, `in_prose` what stands behind
    the word in a sentence or a comment.
    """

    kind: str
    needle: bytes
    word: re.Pattern[bytes]
    is_told: Judge
    in_prose: Judge
    whole_word: bool = False

    def find(self, text: str, lower: bytes) -> Iterator[Found]:
        """Every value in the text that this word announces."""
        position = lower.find(self.needle)
        while position >= 0:
            word = self.word.match(lower, position)
            colon = _ANNOUNCING.match(lower, word.end()) if word is not None else None
            if colon is not None and not (self.whole_word and lower[position - 1 : position].isalnum()):
                yield from self._value(text, position, colon.end())
            position = lower.find(self.needle, position + 1)

    def _value(self, text: str, key: int, start: int) -> Iterator[Found]:
        beginning = secret_extents.before(text, key)
        begin, end = secret_extents.of_value(text, start, beginning)
        value = text[begin:end]
        # A value that begins with # is a comment for YAML, and still what somebody may have meant as a password.
        is_told = self.is_told if secret_extents.is_key(beginning) and not value.startswith("#") else self.in_prose
        if value and is_told(value):
            yield begin, end, self.kind


@dataclass(frozen=True, slots=True)
class Bare:
    """A secret that is known by how it begins; `needle` is that in lower case."""

    kind: str
    needle: bytes
    pattern: re.Pattern[str]

    def find(self, text: str, lower: bytes) -> Iterator[Found]:
        """Every such secret in the text."""
        position = lower.find(self.needle)
        while position >= 0:
            match = self.pattern.match(text, position)
            if match is not None:
                yield match.start(), match.end(), self.kind
            position = lower.find(self.needle, match.end() if match is not None else position + 1)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A number known by its form.

    `shape` is a stretch of it in the letters of `shapes_of`; `offsets` are the distances from the number's start.
    """

    kind: str
    shape: bytes
    offsets: tuple[int, ...]
    pattern: re.Pattern[str]

    def find(self, text: str, shapes: bytes) -> Iterator[Found]:
        """Every such number in the text."""
        position = shapes.find(self.shape)
        while position >= 0:
            for offset in self.offsets:
                match = self.pattern.match(text, position - offset) if position >= offset else None
                if match is not None:
                    yield match.start(), match.end(), self.kind
            position = shapes.find(self.shape, position + 1)


_SHAPE_LETTERS = bytes(
    ord("0") if 48 <= code < 58 else ord("A") if 65 <= code < 91 else code if code == ord("-") else ord(" ")
    for code in range(256)
)


def shapes_of(plain: bytes) -> bytes:
    """The text with 0 for each digit, A for each capital, dashes, and blanks for all else."""
    return plain.translate(_SHAPE_LETTERS)


def _keyed(kind: str, needle: str, rest: str, is_told: Judge, in_prose: Judge, *, whole_word: bool = False) -> Keyed:
    word = late(needle.encode() + b"(?:" + rest.encode() + b")")
    return Keyed(kind, needle.encode(), word, is_told, in_prose, whole_word)


def _password(needle: str, rest: str, *, whole_word: bool = False) -> Keyed:
    return _keyed(PASSWORD, needle, rest, values.is_told, values.is_password_in_prose, whole_word=whole_word)


def _token(kind: str, needle: str, rest: str = "", *, whole_word: bool = False) -> Keyed:
    return _keyed(kind, needle, rest, values.is_random, values.is_random, whole_word=whole_word)


def _number(kind: str, needle: str, rest: str, least: int, *, whole_word: bool = True) -> Keyed:
    judge = partial(values.is_number, least=least)
    return _keyed(kind, needle, rest, judge, judge, whole_word=whole_word)


_NUMBER = "(?:[_ -]?(?:number|num|no|id|#))?"

KEYED: tuple[Keyed, ...] = (
    _password("pass", "wor[dt]|wd|phrase|code"),
    _password("pwd", "", whole_word=True),
    _password("pw", "", whole_word=True),
    _keyed(PIN, "pin", "(?:[_ -]?(?:code|number|no))?", values.is_pin, values.is_pin, whole_word=True),
    _keyed(ANSWER, "answer", "", values.is_told, values.is_password_in_prose),
    _keyed(ANSWER, "maiden", "(?:[_ -]?name)?", values.is_told, values.is_password_in_prose),
    _token(SEED, "seed"),
    _token(SEED, "recovery", "[_ -]?(?:code|key)"),
    _token(SEED, "backup", "[_ -]?code"),
    _token(API_KEY, "api", "[_ -]?(?:key|secret|token)", whole_word=True),
    _keyed(API_KEY, "secret", "(?:[_ -]?key)?", values.is_one_word, values.is_random),
    _token(API_KEY, "token"),
    _token(API_KEY, "access", "[_ -]?key(?:[_ -]?id)?"),
    _token(COOKIE, "cookie"),
    _token(COOKIE, "session", "[_ -]?id"),
    _number(SSN, "ssn", "", 4),
    _number(SSN, "social", f"[_ -]security{_NUMBER}", 4),
    _token(MBI, "mbi", _NUMBER, whole_word=True),
    _number(PATIENT, "member", "[_ -]?(?:number|num|no|id|#)", 5),
    _number(PATIENT, "subscriber", "[_ -]?(?:number|num|no|id|#)", 5),
    _number(PATIENT, "claim", "[_ -]?(?:number|num|no|id|#)", 5),
    _number(PATIENT, "patient", "[_ -]?(?:number|num|no|id|#)", 4),
    _number(PATIENT, "mrn", "", 4),
    _number(BIRTH, "dob", "", 4),
    _number(BIRTH, "birth", "(?:[_ -]?(?:date|day))?", 4, whole_word=False),
)

BARE: tuple[Bare, ...] = (
    Bare(SEED, b"otpauth://", late(r"(?i)otpauth://[^\s\"']{1,4000}")),
    Bare(PRIVATE_KEY, b"-----begin", late(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^\r\n]{0,4000}")),
    Bare(API_KEY, b"akia", late(r"AKIA[0-9A-Z]{16}(?![0-9A-Za-z])")),
    Bare(API_KEY, b"ghp_", late(r"ghp_[0-9A-Za-z]{30,400}")),
    Bare(API_KEY, b"github_pat_", late(r"github_pat_\w{22,400}")),
    Bare(API_KEY, b"glpat-", late(r"glpat-[\w-]{20,400}")),
    Bare(API_KEY, b"xox", late(r"xox[abprs]-[\w-]{10,400}")),
    Bare(API_KEY, b"sk_live_", late(r"sk_live_\w{16,400}")),
    Bare(API_KEY, b"eyj", late(r"eyJ[\w-]{10,300}\.eyJ[\w-]{10,2000}\.[\w-]{1,2000}")),
    Bare(API_KEY, b"bearer ", late(r"(?i)bearer [\w.~+/-]{20,4000}={0,2}")),
    Bare(LOGIN_IN_ADDRESS, b"://", late(r"://[^\s/@:\"']{1,200}:[^\s/@\"']{1,200}@")),
)

_MBI = late(
    r"(?<![\w-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?"
    r"[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\w-])"
)

SHAPED: tuple[Shaped, ...] = (
    # Numbers that the Social Security Administration does not give out begin with 000, 666 or 9, or hold 00 or 0000.
    Shaped(
        SSN,
        b"000-00-0000",
        (0,),
        late(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])"),
    ),
    Shaped(MBI, b"0AA00", (6, 7), _MBI),
    Shaped(MBI, b"0-AA00", (6, 7), _MBI),
)
