"""Names of people as lists write them, taken apart: `Ruiz, Ana`, `Jane Roe, DDS`, `Lee, Kim, Jr.`, `Ana Roe (1001)`."""

import re
import unicodedata
from functools import lru_cache

from portalaudit.model.values import dataclass
from portalaudit.sheets.listed import WrittenName

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof"})
_DEGREES = (
    "aa aprn arnp ba bs bsn ccs cma cmpe cna cnm cnp cns cpc cpt crna dc dds dmd dnp do dpm dpt dvm esq facp facs"
    " faafp fnp jd lcsw lmft lmt lpc lpn lvn ma mba md mha mph ms msn msw np od ot otr pa pac pharmd phd pmhnp pt"
    " rd rma rn rpht slp"
)
_DEGREE_WORDS = frozenset(_DEGREES.split())
_ALSO_NAMES = frozenset({"ba", "do", "ma", "od", "pa", "rd"})
_ENDS = "corp corporation inc incorporated llc llp lp ltd pc pllc plc"
_COMPANY_ENDS = frozenset(_ENDS.split())
_COMPANIES = (
    "associates billing center centers clinic clinics company consulting group health healthcare hospital"
    " management medical medicine office partners practice services solutions staffing systems"
)
_COMPANY_WORDS = frozenset(_COMPANIES.split())
_PARTICLES = frozenset({"da", "de", "del", "della", "der", "di", "du", "la", "las", "le", "los", "st", "van", "von"})
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_PART = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"#?[A-Za-z]{0,3}-?\d{2,}")
_MOST = 200


@dataclass(frozen=True, slots=True)
class NameCell:
    """What a cell of names says: the name, and what stands behind it in brackets."""

    name: WrittenName
    number: str = ""
    bracketed: tuple[str, ...] = ()


@lru_cache(20_000)
def name_cell(written: str) -> NameCell:
    """A name as one cell holds it. What stands in brackets is no part of it; a number there is the employee's."""
    written = " ".join(written[:_MOST].split())
    bracketed = [inner.strip() for inner in _IN_BRACKETS.findall(written)]
    number = next((inner for inner in bracketed if _NUMBER.fullmatch(inner)), "")
    others = tuple(inner for inner in bracketed if inner != number)
    bare = " ".join(_IN_BRACKETS.sub(" ", written).split())
    return NameCell(_named(bare), number.lstrip("#"), others)


@lru_cache(20_000)
def name_of_parts(given: str, family: str, middle: str = "", suffix: str = "") -> WrittenName:
    """A name that a list gives in several cells."""
    given = _without_titles(f"{given[:_MOST]} {middle[:_MOST]}")
    first, *behind = family[:_MOST].split(",")
    family, own = _without_ends(first.split(), least=1)
    generation = _generation([*behind, suffix]) or own
    written = " ".join(filter(None, (given, family, generation)))
    return WrittenName(written, given, family, generation, _key(f"{given} {family}"))


def _named(written: str) -> WrittenName:
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not parts or _is_company(parts):
        return WrittenName(written, key=_key(written))
    generation = _generation(parts[1:])
    rest = [part for part in parts[1:] if not _is_end(part, parts)]
    if not rest:
        words, own = _without_ends(parts[0].split(), least=2)
        given, family = _of_speech(_without_titles(words).split())
    else:
        family, own = _without_ends(parts[0].split(), least=1)
        given, other = _without_ends(" ".join(rest).split(), least=1)
        given, own = _without_titles(given), own or other
    return WrittenName(written, given, family, generation or own, _key(f"{given} {family}"))


def _of_speech(words: list[str]) -> tuple[str, str]:
    """Given and family name in the order of speech: the last word is the family's, with the particles before it."""
    if len(words) < 2:
        return " ".join(words), ""
    begin = len(words) - 1
    while begin > 1 and _folded(words[begin - 1]) in _PARTICLES:
        begin -= 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def _without_ends(words: list[str], *, least: int) -> tuple[str, str]:
    """Words without the degrees and generation marks at their end, and the mark; so many words are left at least."""
    generation = ""
    is_shouted = all(word.isupper() for word in words)
    while len(words) > least:
        last = _folded(words[-1])
        if last in _GENERATIONS:
            generation = words[-1]
        elif is_shouted or not _is_degree(words[-1]):
            break
        words = words[:-1]
    return " ".join(words), generation


def _generation(parts: list[str]) -> str:
    return next((word for part in parts for word in part.split() if _folded(word) in _GENERATIONS), "")


def _is_end(part: str, parts: list[str]) -> bool:
    """Whether a part between commas is degrees or a generation mark, and no given name.

    `DO` and `MA` are names as well as degrees: where nothing else could be the given name, they are names.
    """
    words = part.split()
    if all(_folded(word) in _GENERATIONS for word in words):
        return True
    others = [other for other in parts[1:] if other is not part and _folded(other) not in _GENERATIONS]
    is_needed = len(parts[0].split()) == 1 and not any(not _all_degrees(other) for other in others)
    return _all_degrees(part) and not is_needed


def _all_degrees(part: str) -> bool:
    return all(map(_is_degree, part.split()))


def _is_degree(word: str) -> bool:
    bare = _folded(word)
    return bare in _DEGREE_WORDS and not (bare in _ALSO_NAMES and not word[1:].isupper())


def _without_titles(words: str) -> str:
    parts = words.split()
    while len(parts) > 1 and _folded(parts[0]) in _TITLES:
        parts = parts[1:]
    return " ".join(parts)


def _is_company(parts: list[str]) -> bool:
    words = [_folded(word) for part in parts for word in part.split()]
    return words[-1] in _COMPANY_ENDS or (len(words) > 1 and not _COMPANY_WORDS.isdisjoint(words))


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(_PART.findall(_plain(name.replace("'", "").replace("\u2019", "")))))


def _folded(word: str) -> str:
    return "".join(_PART.findall(_plain(word)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()
