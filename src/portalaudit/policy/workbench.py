"""Where the parts of one rule file are compiled, and what is wrong with them is gathered with its places."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from portalaudit.model import FactType, Kind, Problem, ProblemCode
from portalaudit.model.values import replace
from portalaudit.policy.acting import SETTLED, objects_of
from portalaudit.policy.asked import Asked
from portalaudit.policy.fault import Fault
from portalaudit.policy.form import Form
from portalaudit.policy.form_compiler import compile_form
from portalaudit.policy.message_compiler import compile_template
from portalaudit.policy.message_spelling import did_you_mean, with_article
from portalaudit.policy.messages import Template
from portalaudit.policy.params import STRICTER_OF, Param, ParamShape, ParamType, TextFormat
from portalaudit.policy.readtree import Route
from portalaudit.policy.routes import Found, facts_of, follow
from portalaudit.policy.rule_records import AccountsBy, ActionFile, ParamFile, RuleFile
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import GROUP, Language
from portalaudit.source.document import Document
from portalaudit.source.document import Route as FileRoute

T = TypeVar("T")
Names = Mapping[str, FactType]
NO_NAMES: Names = MappingProxyType({})


class Workbench:
    """One rule file on its way to a rule. `problems` grows as its parts are compiled."""

    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.problems: list[Problem] = []
        self._used: set[str] = set()
        self._patterns: set[str] = set()

    def expect_id(self, written: str, stem: str) -> None:
        """A rule is found by its file's name, so both must agree."""
        if written != stem:
            hint = f"rename the file to {written}.yaml, or write `id: {stem}`"
            message = f"the id `{written}` is not the file's name `{stem}`"
            self._problem(ProblemCode.INVALID_VALUE, ("id",), message, hint)

    def subject(self, written: str | AccountsBy) -> tuple[str | None, tuple[Route, ...]]:
        """The subject's variable and, for a grouping, the routes of its key; None where that is wrong."""
        if isinstance(written, AccountsBy):
            return self._group(written)
        entity = self.language.entities.get(written)
        if entity and entity.is_subject:
            return written, ()
        subjects = [name for name, one in self.language.entities.items() if one.is_subject]
        hint = did_you_mean(written, subjects, f"it can be {', '.join(sorted(subjects))}")
        self._problem(ProblemCode.INVALID_VALUE, ("for",), f"a rule cannot be for `{written}`", hint)
        return None, ()

    def _group(self, written: AccountsBy) -> tuple[str | None, tuple[Route, ...]]:
        found = [self._key_route(index, route) for index, route in enumerate(written.routes)]
        routes = tuple(route for route in found if route)
        return (GROUP if len(routes) == len(found) else None), routes

    def _key_route(self, index: int, written: str) -> Route:
        where = ("for", "accounts_by", index)
        found = self._follow(where, written, "account")
        if found is None:
            return ()
        if found.type.kind is not Kind.TEXT or found.several:
            given = "gives several values" if found.several else f"is {with_article(str(found.type))}"
            message = f"accounts are grouped by one text each, and `{written}` {given}"
            self._problem(ProblemCode.BAD_ROUTE, where, message)
            return ()
        return found.route

    def param(self, name: str, written: ParamFile) -> Param | None:
        """A declared parameter; None where its declaration contradicts itself."""
        where = ("params", name)
        before = len(self.problems)
        self._check_declaration(where, written)
        shape = ParamShape(written.type, written.min, written.max, written.choices, written.format)
        try:
            default = shape.read(written.default)
        except ValueError as error:
            item = shape.wrong_item(written.default)
            at = (*where, "default") if item is None else (*where, "default", item)
            self._problem(ProblemCode.BAD_PARAMETER, at, f"the default of `{name}` {error}")
            return None
        if len(self.problems) > before:
            return None
        return Param(name, shape, default, written.description, written.unit or "", written.stricter)

    def _check_declaration(self, where: tuple[str, ...], written: ParamFile) -> None:
        kind = written.type
        if written.stricter not in STRICTER_OF[kind]:
            allowed = ", ".join(STRICTER_OF[kind])
            message = f"`stricter` of a parameter of type {kind} can be {allowed}, not {written.stricter}"
            self._problem(ProblemCode.BAD_PARAMETER, (*where, "stricter"), message)
        if kind is ParamType.CHOICE and not written.choices:
            message = "a parameter of type choice needs its `choices`"
            self._problem(ProblemCode.BAD_PARAMETER, where, message, "list the words that it can be", key=True)
        if written.choices and kind not in (ParamType.CHOICE, ParamType.LIST):
            message = f"a parameter of type {kind} has no `choices`"
            self._problem(ProblemCode.BAD_PARAMETER, (*where, "choices"), message, "make it of type choice", key=True)
        if written.format and (written.choices or kind not in (ParamType.TEXT, ParamType.LIST)):
            message = "only a parameter of type text or list without `choices` has a `format`"
            self._problem(ProblemCode.BAD_PARAMETER, (*where, "format"), message, key=True)
        for bound in ("min", "max") if kind is not ParamType.INTEGER else ():
            if getattr(written, bound) is not None:
                message = f"a parameter of type {kind} has no `{bound}`"
                self._problem(ProblemCode.BAD_PARAMETER, (*where, bound), message, key=True)

    def open_scope(self, variable: str, params: Mapping[str, FactType]) -> None:
        """From here on, expressions, messages and routes are those of this subject."""
        self.variable = variable
        self.scope = self.language.scope(variable, params)

    def expect_requirement(self, written: RuleFile) -> None:
        """A rule requires one thing, with its message, or has checks, each of another name."""
        if written.checks and written.require:
            hint = "make it one of the checks, with an id and a message of its own"
            self._problem(ProblemCode.INVALID_VALUE, ("require",), "a rule has `require` or `checks`, not both", hint)
        needed = ("require", "message") if not written.checks else ()
        missing = [key for key in needed if not getattr(written, key) and key not in self.document.data]
        for key in missing:
            hint = "add it, or give the rule `checks:`"
            self._problem(ProblemCode.MISSING_KEY, (), f"a rule must have a '{key}'", hint)
        seen: set[str] = set()
        for index, check in enumerate(written.checks):
            if check.id in seen:
                message = f"there are two checks `{check.id}` in this rule"
                self._problem(ProblemCode.DUPLICATE_ID, ("checks", index, "id"), message, "give one another id")
            if check.voids and written.subject != "waiver":
                message = "a check voids a waiver only in a rule for waivers"
                self._problem(ProblemCode.INVALID_VALUE, ("checks", index, "voids"), message, "remove `voids`")
            seen.add(check.id)

    def expect_action(self, variable: str, written: ActionFile | None) -> None:
        """What an action is done to can be found from the rule's subject, and what it settles from that."""
        if written is None:
            return
        if written.group_by not in objects_of(variable):
            message = f"a finding about {with_article(variable)} does not tell which {written.group_by} to act on"
            hint = f"it can be {', '.join(objects_of(variable))}"
            self._problem(ProblemCode.INVALID_VALUE, ("action", "group_by"), message, hint)
        for index, kind in enumerate(written.settles):
            if kind not in objects_of(written.group_by):
                message = f"what is done to {with_article(written.group_by)} does not settle findings of one {kind}"
                hint = f"it can be {', '.join(each for each in objects_of(written.group_by) if each in SETTLED)}"
                self._problem(ProblemCode.INVALID_VALUE, ("action", "settles", index), message, hint)

    def asked(self, form: Form) -> Asked | None:
        """The compiled expressions."""
        compiled = compile_form(form, self.scope)
        if isinstance(compiled, Asked):
            self._used |= compiled.params
            self._patterns |= compiled.patterns
            return compiled
        for route, fault in compiled:
            place = place_in(self.document, route, fault.offset, fault.length)
            self.problems.append(Problem(ProblemCode.BAD_EXPRESSION, fault.message, place, fault.hint))
        return None

    def template(self, where: FileRoute, text: str, names: Names = NO_NAMES) -> Template | None:
        """The compiled message. It may begin with these names too: variables, and an item."""
        scope = replace(self.scope, variables={**self.scope.variables, **names})
        compiled = self._checked(ProblemCode.BAD_MESSAGE, where, compile_template(text, scope))
        self._used |= compiled.params if compiled else set()
        return compiled

    def fact_route(self, where: FileRoute, written: str, names: Names = NO_NAMES) -> Route:
        """A route from the subject to a fact, or from one of these names; empty where there is none."""
        facts = facts_of(self.scope.entities[self.variable].facts)
        found = self._checked(ProblemCode.BAD_ROUTE, where, follow(written, {**facts, **names}, self.scope))
        return found.route if found else ()

    def expect_params_used(self, declared: Iterable[str]) -> None:
        """A parameter that nothing reads promises a choice that is none."""
        if not any(problem.code in _HIDING_PARAMS for problem in self.problems):
            for name in declared:
                if name not in self._used:
                    hint = f"use `params.{name}` in an expression, or remove it"
                    message = f"nothing in this rule reads the parameter `{name}`"
                    self._problem(ProblemCode.BAD_PARAMETER, ("params", name), message, hint, key=True)

    def expect_pattern_formats(self, declared: Mapping[str, Param]) -> None:
        """A parameter used as a pattern is checked as one, wherever it is set."""
        for name in sorted(self._patterns):
            shape = declared[name].shape
            if shape.format is not TextFormat.PATTERN and not shape.choices:
                hint = f"add `format: pattern` to `{name}`, so that a bad pattern is reported where it is set"
                message = f"`{name}` is used as a pattern by `matches` and is not declared as one"
                self._problem(ProblemCode.BAD_PARAMETER, ("params", name), message, hint, key=True)

    def _follow(self, where: FileRoute, written: str, entity: str) -> Found | None:
        scope = self.language.scope(entity)
        return self._checked(
            ProblemCode.BAD_ROUTE, where, follow(written, facts_of(scope.entities[entity].facts), scope)
        )

    def _checked(self, code: ProblemCode, where: FileRoute, compiled: T | Fault | tuple[Fault, ...]) -> T | None:
        if isinstance(compiled, Fault):
            compiled = (compiled,)
        if not isinstance(compiled, tuple):
            return compiled
        for fault in compiled:
            place = place_in(self.document, where, fault.offset, fault.length)
            self.problems.append(Problem(code, fault.message, place, fault.hint))
        return None

    def _problem(self, code: ProblemCode, where: FileRoute, message: str, hint: str = "", *, key: bool = False) -> None:
        self.problems.append(Problem(code, message, self.document.place(where, key=key), hint))


_HIDING_PARAMS = frozenset({ProblemCode.BAD_EXPRESSION, ProblemCode.BAD_MESSAGE})
"""With one of these, what a rule reads is not known in full."""
