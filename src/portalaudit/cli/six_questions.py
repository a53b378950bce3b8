"""The six questions of `portalaudit start`: what each asks, its default, and how an answer is read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.inventory import timezones
from portalaudit.inventory.lists.contractors import states
from portalaudit.inventory.lists.state_names import known_state
from portalaudit.inventory.lists.state_zones import STATE_ZONES
from portalaudit.inventory.reference import Profile, Reference
from portalaudit.model.values import dataclass, replace
from portalaudit.source.statements import telling

NONE = "none"
"""What someone types who has nothing to say to a question."""
_LONGEST = 100

KINDS: Mapping[str, str] = {
    "mac": "Medicare contractor",
    "hub": "several payers",
    "standalone": "one payer",
    "medicaid": "Medicaid",
    "sso": "sign-on for other portals",
}
_GOVERNMENT: Mapping[str, tuple[str, str]] = {
    "Medicare": ("mac", "medicare_ffs"),
    "Medicaid": ("medicaid", "medicaid_ffs"),
}
"""Payers that a kind of portal is for, with that kind and the line of business."""


@dataclass(frozen=True, slots=True)
class ChosenPayer:
    """A payer, its line of business where its name says it, and the profiles of portals that are known to reach it."""

    name: str
    line_of_business: str = ""
    portals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a practice that begins. Empty is what no one has said."""

    name: str = ""
    state: str = ""
    timezone: str = ""
    administrators: tuple[str, ...] = ()
    portals: tuple[Profile, ...] = ()
    payers: tuple[ChosenPayer, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What defaults come from: the reference data, the name of the folder, and the time zone of this computer."""

    reference: Reference
    folder: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `default` gives the words that a person would type, `read` a field of `Answers` from such words.

    `read` raises ValueError with what is wrong and what to type instead.
    """

    field: str
    asks: str
    default: Callable[[Answers, Known], Sequence[str]]
    read: Callable[[Sequence[str], Answers, Known], Any]
    example: str
    meaning: str
    several: bool = False

    @property
    def option(self) -> str:
        """The option that answers it."""
        return f"--{_OPTIONS.get(self.field, self.field)}"

    def typed(self, text: str) -> tuple[str, ...]:
        """The words of an answer on one line; several have commas between."""
        return tuple(text.split(",")) if self.several else (text,)

    def answered(self, answers: Answers, words: Sequence[str], known: Known) -> Answers:
        """The answers with this one. Raises ValueError."""
        plain = [" ".join(word.split()) for word in words]
        said = [word for word in plain if word and word.casefold() != NONE]
        for word in said:
            _refuse_unreadable(word)
        return replace(answers, **{self.field: self.read(said, answers, known)})


_OPTIONS = {"timezone": "time-zone", "administrators": "administrator", "portals": "portal", "payers": "payer"}


def _refuse_unreadable(word: str) -> None:
    try:
        telling(word)
    except ValueError as wrong:
        raise ValueError(f"'{word}' {wrong}.") from None
    if not word.isprintable() or len(word) > _LONGEST:
        raise ValueError(f"'{word[:_LONGEST]}' cannot be used. Write at most {_LONGEST} letters, digits and signs.")


def _name_of_folder(_answers: Answers, known: Known) -> Sequence[str]:
    words = [word for word in re.split(r"[\W_]+", known.folder) if word]
    named = " ".join(word.capitalize() if word.islower() else word for word in words)
    return (named if re.search(r"[^\W\d_]", named) else "My Practice",)


def _read_name(words: Sequence[str], _answers: Answers, _known: Known) -> str:
    return _one("name", words) or _missing("the practice needs a name, such as 'Cedar Hill Family Practice'.")


def _read_state(words: Sequence[str], _answers: Answers, known: Known) -> str:
    state = _one("state", words)
    return known_state(state, states(known.reference)) if state else ""


def _read_timezone(words: Sequence[str], _answers: Answers, _known: Known) -> str:
    zone = _one("time zone", words) or _missing("the practice needs a time zone, such as America/Chicago.")
    try:
        return timezones.check(zone)
    except ValueError as wrong:
        raise ValueError(f"'{zone}' {wrong}.") from None


def _one(what: str, words: Sequence[str]) -> str:
    if len(words) > 1:
        raise ValueError(f"there is one {what} only: '{words[0]}' or '{words[1]}'?")
    return words[0] if words else ""


def _missing(message: str) -> str:
    raise ValueError(message)


def _read_administrators(words: Sequence[str], _answers: Answers, _known: Known) -> tuple[str, ...]:
    for word in words:
        if len(re.findall(r"[^\W\d_]\S*", word)) < 2:
            raise ValueError(f"'{word}' is not a full name. Write first and last name, such as Maria Ortiz.")
    return tuple(dict.fromkeys(words))


def _usual_portals(answers: Answers, known: Known) -> Sequence[str]:
    """The portal of the Medicare contractor, because the table names it for each state, and a hub.

    Of the hubs, the one whose roles are translated best, because more is known about its logins.
    """
    profiles = known.reference.profiles
    home = known.reference.jurisdiction_for(answers.state, part="A")
    hubs = [one for one in profiles.values() if one.kind == "hub"]
    hub = max(hubs, key=lambda one: len(one.native_roles or ()), default=None)
    contractor = profiles.get(home.portal) if home else None
    return [one.name for one in (contractor, hub) if one is not None]


def _read_portals(words: Sequence[str], _answers: Answers, known: Known) -> tuple[Profile, ...]:
    profiles = tuple(known.reference.profiles.values())
    return tuple({one.id: one for word in words for one in (_profile(word, profiles),)}.values())


def _profile(word: str, profiles: Sequence[Profile]) -> Profile:
    if word.isdecimal():
        if 1 <= int(word) <= len(profiles):
            return profiles[int(word) - 1]
        raise ValueError(f"there is no portal {word}; they are numbered from 1 to {len(profiles)}.")
    folded = word.casefold()
    for one in profiles:
        if folded in (one.id.casefold(), one.name.casefold()):
            return one
    names = [one.name for one in profiles]
    holding = [name for name in names if folded in name.casefold()]
    if holding:
        either = "' or '".join(holding)
        raise ValueError(f"'{word}' is not the whole name of a portal. Did you mean '{either}'?")
    meant = did_you_mean(word, (*names, *(one.id for one in profiles)), f"They are {', '.join(names)}.")
    raise ValueError(f"'{word}' is not a portal that portalaudit knows.{meant}")


def _usual_payers(answers: Answers, _known: Known) -> Sequence[str]:
    """Those that the chosen portals are for; who else is reached through a hub, only the practice knows."""
    kinds = {one.kind for one in answers.portals}
    return [name for name, (kind, _) in _GOVERNMENT.items() if kind in kinds]


def _read_payers(words: Sequence[str], answers: Answers, _known: Known) -> tuple[ChosenPayer, ...]:
    payers = [_payer(word, answers.portals) for word in words]
    return tuple({payer.name.casefold(): payer for payer in payers}.values())


def _payer(word: str, portals: Sequence[Profile]) -> ChosenPayer:
    name, _, portal = (part.strip() for part in word.partition("="))
    if not name or "=" in portal or word.endswith("="):
        raise ValueError(f"'{word}' cannot be read. Write a payer's name, or NAME=PORTAL, such as Aetna=availity.")
    known = next((each for each in _GOVERNMENT if each.casefold() == name.casefold()), None)
    kind, line_of_business = _GOVERNMENT[known] if known else ("", "")
    if portal:
        reached: Iterable[str] = (_chosen(portal, portals).id,)
    else:
        reached = _reaching(name, kind, portals)
    return ChosenPayer(known or name, line_of_business, tuple(reached))


def _chosen(word: str, portals: Sequence[Profile]) -> Profile:
    for one in portals:
        if word.casefold() in (one.id.casefold(), one.name.casefold()):
            return one
    meant = did_you_mean(word, [one.name for one in portals], f"They are {_listed(portals)}.")
    raise ValueError(f"'{word}' is not one of the portals that you chose.{meant}")


def _listed(portals: Sequence[Profile]) -> str:
    return ", ".join(one.name for one in portals) or NONE


def _reaching(name: str, kind: str, portals: Sequence[Profile]) -> Iterator[str]:
    """The portals of that kind, and those that bear the payer's name: of others no one can know."""
    for one in portals:
        if one.kind == kind or one.name.casefold().startswith(f"{name.casefold()} "):
            yield one.id


QUESTIONS: tuple[Question, ...] = (
    Question(
        "name",
        "Name of the practice",
        _name_of_folder,
        _read_name,
        "'Cedar Hill Family Practice'",
        "Name of the practice. [default: that of the folder]",
    ),
    Question(
        "state",
        "State, as a name or two letters",
        lambda _answers, _known: (),
        _read_state,
        "OH",
        "State of the practice, such as OH or Ohio; it decides the Medicare contractor. [default: left out]",
    ),
    Question(
        "timezone",
        "Time zone",
        lambda answers, known: (STATE_ZONES.get(answers.state, known.timezone),),
        _read_timezone,
        "America/New_York",
        "Time zone of the practice. [default: that of the state, else of this computer]",
    ),
    Question(
        "administrators",
        "Who administers the portals? First and last name; several with commas, the one in charge first",
        lambda _answers, _known: (),
        _read_administrators,
        "'Maria Ortiz'",
        "Who administers the portals, by first and last name; the first is in charge. Repeatable. [default: left out]",
        several=True,
    ),
    Question(
        "portals",
        "Which portals? Numbers, names or ids with commas",
        _usual_portals,
        _read_portals,
        "availity",
        "A portal, by name or id. Repeatable. [default: that of the state's Medicare contractor, and a hub]",
        several=True,
    ),
    Question(
        "payers",
        "Which payers? Names with commas; NAME=PORTAL says through which portal",
        _usual_payers,
        _read_payers,
        "Aetna=availity",
        "A payer, or NAME=PORTAL with the portal that reaches it. Repeatable. [default: Medicare and Medicaid, as far "
        "as the portals are theirs]",
        several=True,
    ),
)
