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
CARD = "payment card number"
BANK = "bank account number"
PRIVATE_KEY = "private key"
LOGIN_IN_ADDRESS = "login in a web address"

# What may follow the word inside a key (`password_1`, `old`), then the colon; `password_changed_on` does not get there.
_SUFFIX = rb"(?:s|[_ -]?\d{1,2}|[_ -](?:temp|temporary|old|new|current|initial|text|value|plain))?"
_COLON = _SUFFIX + rb"[\"'`*]{0,3}[ \t]{0,8}[:=](?!//)[ \t]*"
_IS = rb"[ \t]+(?:is|was|=)[ \t]*:?[ \t]*"
# Apart from the words, so that it is compiled once and not with each of them.
_ANNOUNCING = late(b"(?:" + _COLON + b"|" + _IS + b")")
# `password for nmp is ...`: some words between the two, as only a sentence has them.
_FOR = late(rb"s?[ \t]+(?:for|to|of|at|on)(?:[ \t]+[\w.@'/-]{1,40}){1,4}?(?:" + _IS + rb"|[ \t]{0,8}[:=](?!//)[ \t]*)")


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
            if word is not None and not (self.whole_word and lower[position - 1 : position].isalnum()):
                yield from self._announced(text, lower, position, word.end())
            position = lower.find(self.needle, position + 1)

    def _announced(self, text: str, lower: bytes, key: int, start: int) -> Iterator[Found]:
        colon = _ANNOUNCING.match(lower, start)
        if colon is not None:
            yield from self._value(text, key, colon.end())
        elif self.kind == PASSWORD and (colon := _FOR.match(lower, start)) is not None:
            begin, end = secret_extents.of_value(text, colon.end(), "")
            if self.in_prose(text[begin:end]):
                yield begin, end, self.kind

    def _value(self, text: str, key: int, start: int) -> Iterator[Found]:
        beginning = secret_extents.before(text, key)
        begin, end = secret_extents.of_value(text, start, beginning)
        value = text[begin:end]
        # A value that begins with # is a comment for YAML, and still what someone may have meant as a password.
        is_told = self.is_told if secret_extents.is_key(beginning) and not value.startswith("#") else self.in_prose
        is_first = bool(value) and is_told(value)
        if is_first:
            yield begin, end, self.kind
        # Below a first line that says where the password is kept, the others are sentences too.
        is_further = self.is_told if is_first else self.in_prose
        for further in secret_extents.further_lines(text, start, begin, beginning):
            if is_further(text[slice(*further)]):
                yield *further, self.kind


@dataclass(frozen=True, slots=True)
class Bare:
    """A secret that is known by how it begins; `needle` is that in lower case.

    Where only a part of it is secret, that is the pattern's group; `is_valid` judges that.
    """

    kind: str
    needle: bytes
    pattern: re.Pattern[str]
    is_valid: Judge = bool

    def find(self, text: str, lower: bytes) -> Iterator[Found]:
        """Every such secret in the text."""
        position = lower.find(self.needle)
        while position >= 0:
            match = self.pattern.match(text, position)
            if match is not None and self.is_valid(match.group(match.lastindex or 0)):
                yield *match.span(match.lastindex or 0), self.kind
            position = lower.find(self.needle, match.end() if match is not None else position + 1)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A number known by its form.

    `shape` is a stretch of it in the letters of `shapes_of`; `offsets` are the distances from the number's start.
    `is_valid` checks its digits.
    """

    kind: str
    shape: bytes
    offsets: tuple[int, ...]
    pattern: re.Pattern[str]
    is_valid: Judge = bool

    def find(self, text: str, shapes: bytes) -> Iterator[Found]:
        """Every such number in the text."""
        position = shapes.find(self.shape)
        while position >= 0:
            for offset in self.offsets:
                match = self.pattern.match(text, position - offset) if position >= offset else None
                if match is not None and self.is_valid(match.group()):
                    yield match.start(), match.end(), self.kind
            position = shapes.find(self.shape, position + 1)


# The text is ASCII by then.
_SHAPE_LETTERS = bytes(
    ord("0") if chr(code).isdigit() else ord("A") if chr(code).isalpha() else code if chr(code) == "-" else ord(" ")
    for code in range(128)
)


def shapes_of(plain: bytes) -> bytes:
    """The text with 0 for each digit, A for each letter, dashes, and blanks for all else."""
    return plain.translate(_SHAPE_LETTERS.ljust(256))


def _keyed(kind: str, needle: str, rest: str, is_told: Judge, in_prose: Judge, *, whole_word: bool = False) -> Keyed:
    word = late(needle.encode() + b"(?:" + rest.encode() + b")")
    return Keyed(kind, needle.encode(), word, is_told, in_prose, whole_word)


def _password(needle: str, rest: str, *, whole_word: bool = False) -> Keyed:
    return _keyed(PASSWORD, needle, rest, values.is_told, values.is_password_in_prose, whole_word=whole_word)


def _answer(needle: str, rest: str) -> Keyed:
    return _keyed(ANSWER, needle, rest, values.is_told, values.is_answer_in_prose)


def _token(kind: str, needle: str, rest: str = "", *, whole_word: bool = False) -> Keyed:
    return _keyed(kind, needle, rest, values.is_random, values.is_random, whole_word=whole_word)


def _number(kind: str, needle: str, rest: str, least: int, *, whole_word: bool = True) -> Keyed:
    judge = partial(values.is_number, least=least)
    return _keyed(kind, needle, rest, judge, judge, whole_word=whole_word)


_OTHER_PASSES = "".join(
    f"(?<!{kind}[_ /-]pass)"
    for kind in (
        *("boarding", "parking", "guest", "visitor", "day", "bus", "season", "transit"),
        *("first", "second", "last", "next", "this", "one", "fail"),
    )
)
_NUMBER = "(?:[_ -]?(?:number|num|no|id|#))?"

KEYED: tuple[Keyed, ...] = (
    # The word alone is one too, where it is no pass of another kind. 1Password is a program.
    _password("pass", f"(?<!1pass)(?:[_ -]?(?:wor[dt]|phrase|code)|wd)|(?<![a-z0-9]pass){_OTHER_PASSES}"),
    _password("kennwort", ""),
    # What is no ASCII has been replaced by one character, an accent of its own too.
    _password("contrase", "n?[^a-z]?a", whole_word=True),
    _password("clave", "", whole_word=True),
    _password("senha", "", whole_word=True),
    _password("mot de passe", "", whole_word=True),
    _password("pswd", "", whole_word=True),
    _password("pwd", "", whole_word=True),
    _password("pw", "", whole_word=True),
    _keyed(PIN, "pin", "(?:[_ -]?(?:code|number|no))?", values.is_pin, values.is_pin, whole_word=True),
    _keyed(ANSWER, "answer", "", values.is_told, values.is_password_in_prose),
    _answer("security", "[_ -](?:question[_ -])?answer"),
    _answer("secret", "[_ -](?:question[_ -])?answer"),
    _answer("maiden", "(?:[_ -]?name)?"),
    _keyed(SEED, "seed", "", values.is_seed, values.is_seed),
    _keyed(SEED, "totp", "(?:[_ -]?(?:secret|seed|key))?", values.is_seed, values.is_seed),
    _token(SEED, "recovery", "[_ -]?(?:code|key)"),
    _token(SEED, "backup", "[_ -]?code"),
    _token(API_KEY, "api", "[_ -]?(?:key|secret|token)", whole_word=True),
    _keyed(API_KEY, "secret", "(?:[_ -]?key)?", values.is_key_material, values.is_seed),
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

_SSN_BEHIND = (
    r"(?:[ \t.:#]{1,4}(?:number|no|is))?[ \t.:#]{1,4}"
    r"((?!000|666|9)\d{3}[ -]?(?!00)\d{2}[ -]?(?!0000)\d{4})(?![\w-])"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_A_DAY = (
    r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
    rf"|\d{{1,2}}\.?[ -]{_MONTH},?[ -]\d{{4}}|{_MONTH}[ -]\d{{1,2}},?[ -]\d{{4}})(?!\w)"
)
_NAMED_PASSWORD = r"(?:pass(?:[ _-]?(?:wor[dt]|phrase|code))?|pwd|pw|kennwort|clave|contrase\w{1,2}a)"  # noqa: S105 - a pattern
_DIGIT_IN_WORDS = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_BANK_DIGITS = r"[^\d\r\n:#]{0,20}[ \t:#]{1,3}(\d{6,17})(?!\d)"


def _bare(kind: str, pattern: str, *needles: str, is_valid: Judge = bool) -> tuple[Bare, ...]:
    """One pattern behind each of several beginnings."""
    compiled = late(pattern)
    return tuple(Bare(kind, needle.encode(), compiled, is_valid) for needle in needles)


BARE: tuple[Bare, ...] = (
    # In a sentence without a colon: `password Rain#4711`, `(pw Rain4711)`, `password -> Rain4711`.
    *_bare(
        PASSWORD,
        rf"(?i)(?<![a-z0-9-]){_NAMED_PASSWORD}[ \t]{{1,4}}(?:(?:-{{1,2}}|[-=]>|[\u2013\u2014\u2192])[ \t]{{1,4}})?"
        r"([^\s,;()]{4,80})(?![^\s,;().])",
        *("pass", "pwd", "pw", "kennwort", "clave", "contrase"),
        is_valid=values.is_password_alone,
    ),
    *_bare(
        PIN,
        r"(?i)(?<![a-z])pin(?:[ _-]?(?:code|number|no))?(?:[ \t]+is|[:=])?[ \t]{1,4}"
        rf"({_DIGIT_IN_WORDS}(?:[ ,-]{{1,3}}{_DIGIT_IN_WORDS}){{3,7}})(?![a-z])",
        "pin",
    ),
    *_bare(ANSWER, r"(?i:maiden name)[ \t]{1,4}([A-Z][a-z'-]+)(?!\w)", "maiden", is_valid=values.is_answer_in_prose),
    Bare(SEED, b"otpauth", late(r"(?i)otpauth(?:-migration)?://[^\s\"']{1,4000}")),
    Bare(SSN, b"ssn", late(rf"(?i)(?<![a-z0-9])ssn{_SSN_BEHIND}")),
    Bare(SSN, b"social security", late(rf"(?i)social security{_SSN_BEHIND}")),
    Bare(PATIENT, b"mrn", late(r"(?i)(?<![a-z])mrn(?:[ _-]?(?:number|no))?[ \t.:#]{1,4}(\d{4,12})(?!\w)")),
    *_bare(BIRTH, rf"(?i)(?<![a-z])(?:born(?:[ \t]+on)?|dob)[ \t:,]{{1,3}}{_A_DAY}", "born", "dob"),
    *_bare(
        BANK,
        r"(?i)(?:aba|routing)(?:[ _-]transit)?(?:[ _-]?(?:number|num|no))?[ \t.:#]{1,4}(\d{9})(?!\d)",
        *("aba", "routing"),
        is_valid=values.is_routing_number,
    ),
    *_bare(
        BANK,
        rf"(?i)(?:bank|checking|savings)[ _-]acc(?:oun)?t{_BANK_DIGITS}",
        *("bank", "checking", "savings"),
    ),
    *_bare(BANK, rf"(?i)routing[^\r\n]{{1,80}}?acc(?:oun)?t{_BANK_DIGITS}", "routing"),
    Bare(PRIVATE_KEY, b"-----begin", late(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^\r\n]{0,4000}")),
    Bare(API_KEY, b"akia", late(r"A[KS]IA[0-9A-Z]{16}(?![0-9A-Za-z])")),
    *_bare(API_KEY, r"(?i)aws[^\r\n]{0,60}?(?<![\w/+=])([\w/+]{40})(?![\w/+=])", "aws", is_valid=values.is_mixed),
    *_bare(API_KEY, r"gh[pousr]_[0-9A-Za-z]{30,400}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    Bare(API_KEY, b"github_pat_", late(r"github_pat_\w{22,400}")),
    Bare(API_KEY, b"glpat-", late(r"glpat-[\w-]{20,400}")),
    Bare(API_KEY, b"xox", late(r"xox[abprs]-[\w-]{10,400}")),
    *_bare(API_KEY, r"(?<![\w-])(?:sk|rk)_live_\w{16,400}", "sk_live_", "rk_live_"),
    Bare(API_KEY, b"sk-", late(r"(?<![\w-])sk-[\w-]{20,400}"), values.is_random),
    Bare(API_KEY, b"aiza", late(r"AIza[\w-]{35}(?![\w-])")),
    Bare(API_KEY, b"eyj", late(r"eyJ[\w-]{10,300}\.eyJ[\w-]{10,2000}\.[\w-]{1,2000}")),
    Bare(API_KEY, b"bearer ", late(r"(?i)bearer [\w.~+/-]{20,4000}={0,2}")),
    Bare(API_KEY, b"authorization", late(r"(?i)authorization[\"']?[ \t:=]{1,4}[\"']?(basic [\w+/]{6,4000}={0,2})")),
    Bare(LOGIN_IN_ADDRESS, b"://", late(r"://[^\s/@:\"']{1,200}:[^\s/@\"']{1,200}@")),
)

_MBI = late(
    r"(?i)(?<![\w-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?"
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
    Shaped(SSN, b"000 00 0000", (0,), late(r"(?<![\w-])(?!000|666|9)\d{3} (?!00)\d{2} (?!0000)\d{4}(?![\w-])")),
    *(
        Shaped(CARD, shape, (0,), late(rf"(?<![\w.-])(?:{pattern})(?![\w-])"), values.is_card_number)
        for shape, pattern in (
            (b"0" * 16, r"\d{16}"),
            (b"0" * 15, r"3[47]\d{13}"),
            (b"0000 0000 0000 0000", r"\d{4} \d{4} \d{4} \d{4}"),
            (b"0000-0000-0000-0000", r"\d{4}-\d{4}-\d{4}-\d{4}"),
            (b"0000 000000 00000", r"3[47]\d\d \d{6} \d{5}"),
            (b"0000-000000-00000", r"3[47]\d\d-\d{6}-\d{5}"),
        )
    ),
    Shaped(MBI, b"0AA00", (6, 7), _MBI),
    Shaped(MBI, b"0-AA00", (6, 7), _MBI),
)
