"""Frameworks: control ids with titles, from the files below `frameworks/`, joined with the rules that name them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import Problem, ProblemCode, Related
from portalaudit.model.framework import Control, Framework, Implementation
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.policy_settings import LeftOut
from portalaudit.policy.rule_records import Name, Text
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.record_types import field, record, validator
from portalaudit.source.typed import read

FOLDER = "frameworks"
"""Framework files stand below a folder of this name."""


@record
class FrameworkSource:
    """Where a framework was read."""

    title: Text = field(description="What was read")
    url: Text | None = field(None, description="Address")
    seen_on: Text | None = field(None, description="Day it was read, as YYYY-MM-DD")


@record
class ControlFile:
    """One control of a framework."""

    id: Text = field(description="Id as the framework writes it")
    title: Text = field(description="What it is about, in a few words of our own")
    required: bool | None = field(
        None,
        description="Whether the regulation marks it Required, or Addressable where false; absent if neither",
    )
    note: Text | None = field(None, description="What a reader should know, for example why no rule can say anything")
    verified: bool = field(default=True, description="Whether it was checked in the source")


@record
class FrameworkFile:
    """A framework of controls."""

    id: Name = field(description="Name that rules use under `controls:`; the file's name without .yaml")
    title: Text = field(description="Title")
    version: Text = field(description="Version, as people write it")
    source: FrameworkSource | None = field(None, description="Where the controls were read")
    controls: tuple[ControlFile, ...] = field(description="Controls, in the order in which a report shows them")


@dataclass(frozen=True, slots=True)
class _Naming:
    """Which rules name a control: those in force, those of them that cover it, and those left out."""

    rules: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def is_framework(path: str) -> bool:
    """Whether a YAML file of a policies folder describes a framework."""
    return FOLDER in PurePosixPath(path).parts[:-1]


def read_frameworks(documents: Iterable[Document]) -> tuple[tuple[Framework, ...], tuple[Problem, ...]]:
    """Every framework that a file describes, by id, no rule named yet, and every mistake in the files."""
    found: dict[str, Framework] = {}
    problems: list[Problem] = []
    for document in documents:
        if not is_framework(document.inside):
            continue
        written, wrong = read(document, (), document.data, validator(FrameworkFile), "framework")
        problems += wrong
        if written is not None:
            problems += _misnamed(document, written)
            problems += _twice(document, written)
            found[written.id] = _framework(written)
    return tuple(found[name] for name in sorted(found)), tuple(problems)


def with_rules(
    frameworks: Iterable[Framework], rules: Sequence[Rule], left_out: Sequence[LeftOut]
) -> tuple[Framework, ...]:
    """The frameworks by id, each control with the rules that name it.

    A control, or a whole framework, that rules name and no file describes is there too, without a title.
    """
    naming = _naming(rules, left_out)
    described = {framework.id: framework for framework in frameworks}
    return tuple(
        _joined(described.get(name) or Framework(name, name, "", "", "", "", ()), naming.get(name, {}))
        for name in sorted({*described, *naming})
    )


def with_marks(rules: Iterable[Rule], frameworks: Iterable[Framework]) -> tuple[Rule, ...]:
    """The rules, each with how a regulation marks the controls that it names."""
    marks = {(one.id, control.id): control.implementation for one in frameworks for control in one.controls}
    return tuple(
        replace(rule, marks={named: mark for named in _named(rule.controls) if (mark := marks.get(named))})
        for rule in rules
    )


def _misnamed(document: Document, written: FrameworkFile) -> Iterator[Problem]:
    stem = PurePosixPath(document.path).stem
    if written.id != stem:
        message = f"the id is `{written.id}`, and the file is named `{stem}`"
        yield Problem(ProblemCode.INVALID_VALUE, message, document.place(("id",)), "give both the same name")


def _twice(document: Document, written: FrameworkFile) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for position, control in enumerate(written.controls):
        before = first.setdefault(control.id, position)
        if before != position:
            related = (Related(document.place(("controls", before, "id")), "the first one"),)
            place = document.place(("controls", position, "id"))
            message = f"the control `{control.id}` is listed twice"
            yield Problem(ProblemCode.DUPLICATE_ID, message, place, "remove one of them", related)


def _naming(rules: Iterable[Rule], left_out: Iterable[LeftOut]) -> Mapping[str, Mapping[str, _Naming]]:
    found: dict[str, dict[str, _Naming]] = {}
    for rule in rules:
        covered = set(_named(rule.covers))
        for named in _named(rule.controls):
            before = _known(found, named)
            covered_by = (*before.covered_by, rule.id) if named in covered else before.covered_by
            _know(found, named, replace(before, rules=(*before.rules, rule.id), covered_by=covered_by))
    for out in left_out:
        for named in _named(out.controls):
            before = _known(found, named)
            _know(found, named, replace(before, left_out=(*before.left_out, out.rule)))
    return found


def _known(found: Mapping[str, Mapping[str, _Naming]], named: tuple[str, str]) -> _Naming:
    framework, control = named
    return found.get(framework, {}).get(control, _Naming())


def _know(found: dict[str, dict[str, _Naming]], named: tuple[str, str], naming: _Naming) -> None:
    framework, control = named
    found.setdefault(framework, {})[control] = naming


def _named(controls: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((framework, control) for framework, ids in controls.items() for control in dict.fromkeys(ids))


def _framework(written: FrameworkFile) -> Framework:
    source = written.source
    return Framework(
        id=written.id,
        title=written.title,
        version=written.version,
        source=source.title if source else "",
        url=(source.url or "") if source else "",
        seen_on=(source.seen_on or "") if source else "",
        controls=tuple(map(_control, written.controls)),
    )


def _control(written: ControlFile) -> Control:
    return Control(
        id=written.id,
        title=written.title,
        note=written.note or "",
        is_verified=written.verified,
        implementation=_IMPLEMENTATIONS[written.required],
    )


_IMPLEMENTATIONS = {True: Implementation.REQUIRED, False: Implementation.ADDRESSABLE, None: None}


def _joined(framework: Framework, naming: Mapping[str, _Naming]) -> Framework:
    described = {control.id for control in framework.controls}
    more = (Control(id=name) for name in naming if name not in described)
    controls = (*framework.controls, *more)
    return replace(framework, controls=tuple(_named_by(control, naming.get(control.id)) for control in controls))


def _named_by(control: Control, naming: _Naming | None) -> Control:
    if naming is None:
        return control
    return replace(control, rules=naming.rules, covered_by=naming.covered_by, left_out=naming.left_out)
