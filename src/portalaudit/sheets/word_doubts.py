"""What a list's own words mean: of status, of employment, for roles. A word that is not understood is asked about."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets.heading_words import IGNORED, folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_secrets import doubt_id, echo
from portalaudit.sheets.list_vocabulary import (
    OUTCOMES,
    STANDINGS,
    engagement_word,
    meaning,
    status_meanings,
    status_word,
)
from portalaudit.sheets.listed import Doubt, ListKind
from portalaudit.sheets.map_files import ListMap, RoleMeaning
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.survey import Survey, WordSeen

STATUS, EMPLOYMENT, ROLE = "status", "employment", "role"

_YES_NO = {"yes": "keep", "no": "revoke"}
_COLUMN = {ListKind.TRAINING: "outcome", ListKind.ACCESS: "decision"}
_MOST_DOUBTS = 100


@dataclass(frozen=True, slots=True)
class Meanings:
    """What each folded word means, and what is open. A word that is to be left out means nothing."""

    statuses: Mapping[str, str]
    engagements: Mapping[str, str]
    roles: Mapping[str, RoleMeaning]
    words: Mapping[str, str]
    doubts: tuple[Doubt, ...]


def meanings(sheet: Sheet, layout: Layout, seen: Survey, written: ListMap, answers: Mapping[str, str]) -> Meanings:
    """The meaning of every word that stands in a list."""
    return _Words(sheet, layout, seen, answers).meanings(written)


class _Words:
    def __init__(self, sheet: Sheet, layout: Layout, seen: Survey, answers: Mapping[str, str]) -> None:
        self._sheet, self._layout, self._seen, self._answers = sheet, layout, seen, answers

    def meanings(self, written: ListMap) -> Meanings:
        vocabulary, kind = self._layout.vocabulary, self._layout.kind
        status = self._seen.words.get(_COLUMN.get(kind, "status"), {})
        employment = self._seen.words.get("employment_type", {})
        allowed = status_meanings(kind, vocabulary)
        statuses = self._told(STATUS, status, written.status, self._status, allowed)
        engagements = self._told(
            EMPLOYMENT,
            employment,
            written.employment,
            lambda word: engagement_word(word, vocabulary),
            vocabulary.engagements,
        )
        roles = {folded(phrase): role for phrase, role in written.roles.items()}
        roles |= {
            word: role
            for word, one in self._seen.phrases.items()
            if (role := self._role(word, one.written, roles)) is not None
        }
        doubts = (
            *self._open(STATUS, status, statuses, allowed),
            *self._open(EMPLOYMENT, employment, engagements, vocabulary.engagements),
            *self._open_roles(roles),
        )
        seen = {**self._seen.phrases, **employment, **status}
        mapped = {folded(word): word for word in (*written.status, *written.employment, *written.roles)}
        words = {word: one.written for word, one in seen.items()} | mapped
        return Meanings(statuses, engagements, roles, words, doubts)

    def _told(
        self,
        what: str,
        words: Mapping[str, WordSeen],
        mapped: Mapping[str, str],
        known: Callable[[str], str],
        allowed: tuple[str, ...],
    ) -> dict[str, str]:
        """What an answer, the map, or common use says of each word; those of the map in any case."""
        told = {folded(word): "" if means == IGNORED else means for word, means in mapped.items()}
        for word, one in words.items():
            answered = _chosen(self._answers.get(doubt_id(what, one.written), ""), (*allowed, IGNORED))
            if answered:
                told[word] = "" if answered == IGNORED else answered
            elif word not in told and (means := known(one.written)):
                told[word] = means
        return told

    def _status(self, word: str) -> str:
        vocabulary = self._layout.vocabulary
        if self._layout.kind is ListKind.ROSTER:
            return STANDINGS.get(folded(word), "")
        if self._layout.kind is ListKind.TRAINING:
            return OUTCOMES.get(folded(word), "")
        if self._layout.kind is ListKind.ACCESS:
            return meaning(_YES_NO.get(word.casefold(), word), vocabulary.decisions)
        return status_word(word, vocabulary)

    def _role(self, word: str, written: str, mapped: Mapping[str, RoleMeaning]) -> RoleMeaning | None:
        natives = self._layout.vocabulary.native_roles.get(self._layout.portal, ())
        answered = self._answers.get(doubt_id(ROLE, written), "")
        if answered and (role := _answered_role(answered, natives, self._layout.vocabulary.permissions)) is not None:
            return role
        if word in mapped:
            return mapped[word]
        native = next((name for name in natives if folded(name) == word), "")
        return RoleMeaning(native_roles=(native,)) if native else None

    def _open(
        self, what: str, words: Mapping[str, WordSeen], told: Mapping[str, str], allowed: tuple[str, ...]
    ) -> Iterator[Doubt]:
        for one in _few(words, told):
            shown = echo(one.written) or "a word that is not shown"
            question = f"What does the {what} '{shown}' mean? It stands in {_rows(one.count)}."
            place = self._sheet.place(one.line)
            yield Doubt(doubt_id(what, one.written), shown, question, place, (*allowed, IGNORED), stops=False)

    def _open_roles(self, told: Mapping[str, RoleMeaning]) -> Iterator[Doubt]:
        vocabulary = self._layout.vocabulary
        answers = vocabulary.native_roles.get(self._layout.portal, ()) or vocabulary.permissions
        for one in _few(self._seen.phrases, told):
            shown = echo(one.written) or "a phrase that is not shown"
            question = (
                f"What does the role '{shown}' allow? It stands in {_rows(one.count)}. "
                f"Write one or more of these, with commas, or `{IGNORED}` to take nothing from it."
            )
            yield Doubt(
                doubt_id(ROLE, one.written),
                shown,
                question,
                self._sheet.place(one.line),
                (*answers, IGNORED),
                stops=False,
            )


def _few(words: Mapping[str, WordSeen], told: Mapping[str, object]) -> list[WordSeen]:
    """The first of those that nothing is known of, by their word."""
    return [words[word] for word in sorted(words) if word not in told][:_MOST_DOUBTS]


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _chosen(answered: str, allowed: Sequence[str]) -> str:
    """The word that an answer chooses, in any case; empty where it chooses none."""
    word = folded(answered)
    return next((one for one in allowed if word and folded(one) == word), "")


def _answered_role(answered: str, natives: Sequence[str], permissions: Sequence[str]) -> RoleMeaning | None:
    """An answer names roles of the portal or permissions, with commas, or says to leave the phrase out.

    None where any part of it names neither: the phrase is asked about again, because half an answer is a wrong one.
    """
    if _chosen(answered, (IGNORED,)):
        return RoleMeaning()
    parts = [part for part in answered.replace(";", ",").split(",") if part.strip()]
    roles = [_chosen(part, natives) for part in parts]
    rights = [_chosen(part, permissions) for part in parts]
    if not parts or not all(role or right for role, right in zip(roles, rights, strict=True)):
        return None
    only_rights = (right for role, right in zip(roles, rights, strict=True) if not role)
    return RoleMeaning(native_roles=tuple(filter(None, roles)) or None, permissions=tuple(only_rights) or None)
