"""A small vocabulary, and ways to compile with it."""

from portalaudit.model import Entity, Fact, FactType, Kind, Vocabulary
from portalaudit.policy.expression_compiler import compile_expression, compile_value
from portalaudit.policy.expressions import Computed, Expression
from portalaudit.policy.scope import Language, Scope

TEXT, DATE, INTEGER, BOOLEAN, LABELS = (
    FactType(kind) for kind in (Kind.TEXT, Kind.DATE, Kind.INTEGER, Kind.BOOLEAN, Kind.LABELS)
)
TEXTS = FactType(Kind.TEXT, many=True)


def choice(*words: str, many: bool = False) -> FactType:
    return FactType(Kind.TEXT, choices=words, many=many)


def record(entity: str, *, many: bool = False) -> FactType:
    return FactType(Kind.RECORD, entity, many=many)


def entity(name: str, /, *, is_subject: bool = True, **facts: FactType) -> Entity:
    return Entity(name, f"One {name}", {n: Fact(n, t, f"The {n}") for n, t in facts.items()}, is_subject)


VOCABULARY = Vocabulary(
    {
        one.name: one
        for one in (
            entity(
                "account",
                id=TEXT,
                login=TEXT,
                status=choice("active", "locked", "deleted"),
                live=BOOLEAN,
                days_idle=INTEGER,
                last_login_on=DATE,
                permissions=TEXTS,
                mfa=choice("sms", "totp", many=True),
                person=record("person"),
                persons=record("person", many=True),
                portal=record("portal"),
                labels=LABELS,
            ),
            entity("person", id=TEXT, name=TEXT, employed=BOOLEAN, left_on=DATE, portals=record("portal", many=True)),
            entity(
                "portal",
                id=TEXT,
                name=TEXT,
                identity_domain=TEXT,
                contract=record("contract"),
                administrators=record("person", many=True),
            ),
            entity("contract", status=choice("active", "ended"), ends_on=DATE, is_subject=False),
            entity("practice", id=TEXT, size=INTEGER),
            entity("group", accounts=record("account", many=True), is_subject=False),
        )
    }
)
LANGUAGE = Language(VOCABULARY)
ACCOUNT = LANGUAGE.scope("account")
PARAMS = LANGUAGE.scope(
    "account",
    {"days": INTEGER, "words": TEXTS, "mode": choice("strict", "loose"), "on": BOOLEAN, "name": TEXT},
)
GROUP = LANGUAGE.scope("group")


def compiled(text: str, scope: Scope = ACCOUNT) -> Expression:
    made = compile_expression(text, scope)
    assert isinstance(made, Expression), made
    return made


def value_of(text: str, scope: Scope = ACCOUNT) -> Expression:
    """An expression that gives no yes or no."""
    made = compile_value(text, scope)
    assert isinstance(made, Computed), made
    return made.expression


def faults(text: str, scope: Scope = ACCOUNT) -> list[tuple[str, str, str]]:
    """The word at each fault, the message and the hint."""
    made = compile_expression(text, scope)
    assert isinstance(made, tuple), made
    return [(text[f.offset : f.offset + f.length] or f"@{f.offset}", f.message, f.hint) for f in made]
