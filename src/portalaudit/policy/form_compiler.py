"""The form of a rule compiled: what is asked of each subject, or every mistake at its own word."""

from portalaudit.model import Kind
from portalaudit.model.values import replace
from portalaudit.policy.asked import Asked, AskedCheck, Items
from portalaudit.policy.composed import Composed, folded, joined
from portalaudit.policy.expression_compiler import compile_expression, compile_value, tree_of_part
from portalaudit.policy.expressions import Computed, Expression
from portalaudit.policy.fault import Fault
from portalaudit.policy.form import CheckForm, Composition, Form
from portalaudit.policy.readtree import merged
from portalaudit.policy.scope import Scope
from portalaudit.policy.splitting import asked_of
from portalaudit.source.document import Route

Located = tuple[Route, Fault]


def compile_form(form: Form, scope: Scope) -> Asked | tuple[Located, ...]:
    """What a rule asks, or everything that is wrong with its expressions."""
    bench = _Bench(form, scope)
    bench.expect_new_names()
    if bench.faults:
        return tuple(bench.faults)
    asked = bench.asked()
    return tuple(bench.faults) or asked


_NOTHING = Expression("true", {}, {}, frozenset(), frozenset(), None)
"""Stands where there is a mistake, until all of them are gathered."""


class _Bench:
    def __init__(self, form: Form, scope: Scope) -> None:
        self.form = form
        self.scope = scope
        self.texts = Composition(form)
        self.faults: list[Located] = []
        self._wrong_variables = False

    def asked(self) -> Asked:
        """Everything that is asked, as far as it has no fault."""
        variables: dict[str, Computed] = {}
        for name in self.form.variables:
            found = self._computed(self.texts.variables[name])
            self._wrong_variables = self._wrong_variables or found is None
            variables |= {name: found} if found else {}
        return Asked(
            when=self._condition(("when",), self.form.when) if self.form.when else None,
            checks=tuple(map(self._check, self.form.checks)),
            begun=self._condition(("begun",), self.form.begun) if self.form.begun else None,
            together=self._together(),
            escalate=self._changes("escalate", self.form.escalate),
            downgrade=self._changes("downgrade", self.form.downgrade),
            resolved=self._condition(("resolved", "when"), self.form.resolved) if self.form.resolved else None,
            variables=variables,
        )

    def _together(self) -> Expression | None:
        if len(self.form.checks) == 1 or self.faults:
            return None
        whole = (joined("(", self.texts.whole(check), ")").text for check in self.form.checks)
        compiled = compile_expression(" && ".join(whole), self.scope)
        return compiled if isinstance(compiled, Expression) else None

    def expect_new_names(self) -> None:
        """A name that stands for two things would be read as the wrong one."""
        for name in self.form.variables:
            if name in self.scope.checker.variables:
                self._fault(
                    ("variables", name), Fault(0, f"`{name}` has a meaning here already", "choose another name")
                )
        for check in self.form.checks:
            if check.item and (check.item in self.form.variables or check.item in self.scope.checker.variables):
                self._fault((*check.where, "as"), _taken(check.item))
        for route, _, text in self.form.texts():
            for token in folded(text, self.form.variables):
                message = f"`{token.text}` is a variable of this rule already"
                self._fault(route, Fault(token.start, message, "call the item otherwise", len(token.text)))

    def _check(self, check: CheckForm) -> AskedCheck:
        if not check.each:
            # Alone first, so that what gives no yes or no is told as such.
            alone = [(key, text) for key, text in (("when", check.when), ("require", check.require)) if check.when]
            found = [self._checked((*check.where, key), text) for key, text in alone]
            return AskedCheck(self._whole(check) if all(found) else _NOTHING)
        if not check.item:
            self._fault(
                (*check.where, "each"), Fault(0, "the items have no name here", "add `as:` with a name for one")
            )
            return AskedCheck(_NOTHING)
        every = self._list(check)
        parts = [("when", check.when), ("require", check.require)] if every else []
        sound = [self._of_item(check, key, text) for key, text in parts if text]
        if every is None or not all(sound):
            return AskedCheck(_NOTHING)
        whole, held = self._whole(check), self.texts.held(check).text
        reads = merged((whole.reads, every.expression.reads))
        return AskedCheck(
            whole,
            Items(
                name=check.item,
                every=every.expression,
                type=replace(every.type, many=False),
                held=held,
                tree=tree_of_part(held, self.scope),
                beside=asked_of(held, reads),
                reads=reads,
            ),
        )

    def _whole(self, check: CheckForm) -> Expression:
        return self._expression(self.texts.whole(check)) or _NOTHING

    def _list(self, check: CheckForm) -> Computed | None:
        found = self._computed(self.texts.items(check))
        if found is not None and not found.type.many:
            message = f"`each` needs a list, and this gives {found.type}"
            self._fault((*check.where, "each"), Fault(0, message, "name a fact or variable that holds several"))
            return None
        return found

    def _of_item(self, check: CheckForm, key: str, text: str) -> bool:
        """Whether a part of a check, asked of each item, answers yes or no."""
        where = (*check.where, key)
        written = self.texts.at(text, where)
        found = self._computed(self.texts.of_item(check, written))
        if found is not None and not (found.type.many and found.type.kind is Kind.BOOLEAN):
            given = replace(found.type, many=False)
            fault = Fault(
                0,
                f"the expression must give yes or no (a boolean), and this gives {given}",
                "compare it with something",
            )
            self._fault(where, fault)
            return False
        return found is not None

    def _checked(self, where: Route, text: str) -> bool:
        return self._expression(self.texts.at(text, where)) is not None

    def _changes(self, key: str, texts: tuple[str, ...]) -> tuple[Expression, ...]:
        return tuple(self._condition((key, index, "when"), text) for index, text in enumerate(texts))

    def _condition(self, where: Route, text: str) -> Expression:
        return self._expression(self.texts.at(text, where)) or _NOTHING

    def _expression(self, composed: Composed) -> Expression | None:
        compiled = compile_expression(composed.text, self.scope)
        return None if self._refused(compiled, composed) else compiled  # type: ignore[return-value]

    def _computed(self, composed: Composed) -> Computed | None:
        compiled = compile_value(composed.text, self.scope)
        return None if self._refused(compiled, composed) else compiled  # type: ignore[return-value]

    def _refused(self, compiled: object, composed: Composed) -> bool:
        if not isinstance(compiled, tuple):
            return False
        for fault in compiled:
            # A mistake in a variable is told there, and not once more wherever its name stands.
            if not (self._wrong_variables and composed.is_of_a_variable(fault)):
                self._fault(*composed.written(fault))
        return True

    def _fault(self, route: Route, fault: Fault) -> None:
        if (route, fault) not in self.faults:
            self.faults.append((route, fault))


def _taken(name: str) -> Fault:
    return Fault(0, f"`{name}` has a meaning here already", "choose another name")
