"""The word that a misspelt one stands for. A wrong word is worse than none: it is a hint that people follow."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from portalaudit.model.synonyms import SYNONYMS

MOST_COMPARED = 50_000
"""Comparisons that one run makes at most for the references of an inventory: the time grows with the inventory only."""

_SEPARATOR = re.compile(r"[\s._/-]+")
_NUMBER = re.compile(r"\d+")
_SHORT, _LONG = 4, 12
_LEAST_BEGINNING = 3
_FEW = 200

_OPPOSITES = frozenset(
    frozenset(pair)
    for pair in (
        *(("medicare", "medicaid"), ("on", "off"), ("on", "by"), ("by", "at"), ("from", "to")),
        *(("start", "end"), ("first", "last"), ("min", "max"), ("before", "after"), ("in", "out"), ("up", "down")),
        *(("all", "any"), ("all", "none"), ("lock", "unlock"), ("yes", "no"), ("opened", "closed")),
    )
)
_PREFIXES = (
    *(("en", "dis"), ("in", "ex"), ("im", "ex"), ("in", "out"), ("pre", "post"), ("over", "under"), ("up", "down")),
    *((without, "") for without in ("in", "un", "dis", "non", "de")),
)
_DENIALS = frozenset(("not", "no", "non", "never", "without", "un", "ex", "former", "out"))


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one stands for, whatever its case, with blanks, `-`, `.` and `_` being one.

    None where none is near, where two are equally near, or where the nearest says something else: the opposite
    (`inactive`, `active`), or another number (`q2`, `q3`).
    """
    words = tuple(known)
    return _nearest_of_few(written, words) if len(words) <= _FEW else _nearest(written, words)


def choice_meant(written: str, choices: Sequence[str]) -> str | None:
    """The one of a few allowed words that someone meant: a misspelt one, or the one with that meaning here."""
    meanings = _meanings(tuple(choices))
    folded = _folded(written)
    if folded in meanings or folded in SYNONYMS:
        return meanings.get(folded)
    found = {meanings[word] for word in _best(folded, meanings) if _is_clear(folded, word)}
    return found.pop() if len(found) == 1 else None


def did_you_mean(near: str | None) -> str:
    """The end of a message that suggests a word; nothing where there is none."""
    return f"; did you mean '{near}'?" if near else ""


class Spelling:
    """Looks misspelt ids up among many, with a limit to the work: a renamed scheme of ids has thousands of them."""

    def __init__(self, known: Mapping[str, Collection[str]], most: int = MOST_COMPARED) -> None:
        self._known = known
        self._left = most
        self._found: dict[tuple[str, str], str | None] = {}
        self._folded: dict[str, dict[str, str]] = {}

    def nearest(self, written: str, section: str) -> str | None:
        """The id of a section that a misspelt one stands for; None too where looking for it would take too long."""
        at = section, written
        if at not in self._found:
            self._found[at] = self._look(written, section)
        return self._found[at]

    def _look(self, written: str, section: str) -> str | None:
        if section not in self._folded:
            self._folded[section] = {_folded(word): word for word in sorted(self._known[section], reverse=True)}
        by_folded = self._folded[section]
        same = by_folded.get(_folded(written))
        if same is not None or len(by_folded) > self._left:
            return same
        self._left -= len(by_folded)
        near = _only(_best(_folded(written), by_folded), by_folded)
        return near if near is not None or len(by_folded) > _FEW else _in_another_order(_folded(written), by_folded)


def _nearest(written: str, known: tuple[str, ...]) -> str | None:
    by_folded = {_folded(word): word for word in reversed(known)}
    folded = _folded(written)
    return by_folded[folded] if folded in by_folded else _only(_best(folded, by_folded), by_folded)


_nearest_of_few = lru_cache(1024)(_nearest)


def _only(found: Sequence[str], by_folded: Mapping[str, str]) -> str | None:
    return by_folded[found[0]] if len(found) == 1 else None


def _in_another_order(written: str, by_folded: Mapping[str, str]) -> str | None:
    """The word with the same parts: `view_eligibility` for `eligibility.view`."""
    count = written.count("_")
    sorted_parts = {_sorted(word): known for word, known in by_folded.items() if word.count("_") == count}
    return _only(_best(_sorted(written), sorted_parts), sorted_parts) if count else None


def _sorted(word: str) -> str:
    return "_".join(sorted(word.split("_")))


def _folded(word: str) -> str:
    return _SEPARATOR.sub("_", word.strip().casefold())


def _best(written: str, known: Iterable[str]) -> list[str]:
    """The words with the fewest changes; else those that begin as this one. None that says something else."""
    most, numbers = _changes_allowed(written), _numbers(written)
    near: list[tuple[int, str]] = []
    longer: list[str] = []
    for word in known:
        if abs(len(word) - len(written)) <= most and (changes := _changes(written, word, most)) <= most:
            if _numbers(word) == numbers:
                near.append((changes, word))
        elif len(written) >= _LEAST_BEGINNING and word.startswith(written):
            longer.append(word)
    least = min((changes for changes, _ in near), default=0)
    found = [word for changes, word in near if changes == least] or longer
    return [] if any(_says_something_else(written, word) for word in found) else found


def _changes_allowed(written: str) -> int:
    if len(written) <= _SHORT:
        return 1
    return 2 if len(written) < _LONG else 3


def _changes(one: str, other: str, most: int) -> int:
    """Letters added, left out, replaced or swapped with their neighbour; above `most` only that it is above."""
    if len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    same = next(
        (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs),
        min(len(one), len(other)),
    )
    one, other = one[same:], other[same:]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            changes = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                changes = min(changes, last[place - 2] + 1)
            row.append(changes)
        if min(row) > most:
            return most + 1
    return row[-1]


def _numbers(word: str) -> list[str]:
    return [number.lstrip("0") for number in _NUMBER.findall(word)]


def _says_something_else(written: str, word: str) -> bool:
    """Whether the two differ in what they say, not as a slip of the pen does."""
    ours, theirs = written.split("_"), word.split("_")
    if len(ours) != len(theirs):
        if _changes("".join(ours), "".join(theirs), 1) <= 1:
            return False  # the same words, written as one: leaveout, leave_out
        return not _DENIALS.isdisjoint(set(ours) ^ set(theirs))
    return any(_are_opposite(one, other) for one, other in zip(ours, theirs, strict=True) if one != other)


def _are_opposite(one: str, other: str) -> bool:
    if frozenset((one, other)) in _OPPOSITES:
        return True
    return any(_differ_by(one, other, pair) or _differ_by(other, one, pair) for pair in _PREFIXES)


def _differ_by(one: str, other: str, pair: tuple[str, str]) -> bool:
    mine, theirs = pair
    return one.startswith(mine) and other.startswith(theirs) and one[len(mine) :] == other[len(theirs) :]


def _is_clear(written: str, word: str) -> bool:
    """Whether a misspelt allowed word is plain enough: with three letters, another letter makes another word."""
    return len(written) >= _SHORT or len(written) != len(word) or sorted(written) == sorted(word)


@cache
def _meanings(choices: tuple[str, ...]) -> Mapping[str, str | None]:
    """What words mean where these are allowed, these themselves first; None for one that never means any."""
    found: dict[str, str | None] = {word: None for word, meant in SYNONYMS.items() if not meant}
    for word, meant in SYNONYMS.items():
        if allowed := [meaning for meaning in meant if meaning in choices]:
            found[word] = allowed[0]
    return {**found, **{_folded(choice): choice for choice in reversed(choices)}}
