"""CEL's complaints about an expression, in plain words and at the word that is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping

from portalaudit.model.values import dataclass
from portalaudit.policy.fault import Fault
from portalaudit.policy.functions import BY_NAME
from portalaudit.policy.message_names import PACKAGE, entity_name
from portalaudit.policy.message_spelling import did_you_mean, with_article
from portalaudit.policy.scope import GROUP, PARAMS, Scope
from portalaudit.source.patterns import late

_ERROR = late(r"(?m)^(?:[A-Z_]+: )?ERROR: <input>:(-?\d+):(-?\d+): (.*?)(?: \[[A-Z_]+\])?$")
_FOLLOW_UP = late(r".*'\*error\*'|undeclared reference to '(?:cel|math|optional|strings)'")
_OPTION_MACRO = late(r"(opt\w*Map)\s*$")
_OPERATORS = {"@in": "in", "_[_]": "[ ]", "_?_:_": "? :", "-_": "-"}
_CEL_FUNCTIONS = (
    *("size", "has", "exists", "exists_one", "all", "filter", "map", "matches", "contains", "startsWith", "endsWith"),
    *("int", "string", "bool", "math", "least", "greatest", "bind"),
    *("charAt", "format", "indexOf", "join", "lastIndexOf", "lowerAscii", "quote", "replace", "reverse", "split"),
    *("substring", "trim", "upperAscii"),
    *("first", "hasValue", "last", "none", "of", "ofNonZeroValue", "optFlatMap", "optMap", "or", "orValue", "value"),
)
_WORDS = {
    "string": "text",
    "int": "a whole number",
    "uint": "a whole number",
    "double": "a decimal number",
    "bool": "yes/no",
    "null": "nothing",
    "bytes": "bytes",
    "dyn": "anything",
    "map(string, string)": "labels",
}
_SPELLED = {"and": "&&", "or": "||", "not": "!", "True": "true", "False": "false", "None": "has(...)", "is": "=="}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error as CEL words it, at an offset of the source."""

    source: str
    offset: int
    text: str
    scope: Scope


def explain(error: str, source: str, scope: Scope) -> tuple[Fault, ...]:
    """Every fault that CEL's error text tells of; at least one. Follow-ups of another fault are left out."""
    complaints = list(_complaints(error, source, scope))
    syntax = [complaint for complaint in complaints if complaint.text.startswith("Syntax error: ")]
    faults = [_explain(complaint) for complaint in syntax[:1] or complaints]
    if faults:
        return tuple(sorted(set(faults)))
    if "recursion" in error:
        return (TOO_DEEP,)
    if "node count" in error:
        return (_TOO_LONG,)
    return (Fault(0, f"this expression cannot be used: {error.splitlines()[0]}"),)


TOO_DEEP = Fault(0, "this expression is nested too deeply", "say it in fewer brackets, or in a fact of its own")


_TOO_LONG = Fault(0, "this expression does too much at once", "split it into several checks or facts")


def _complaints(error: str, source: str, scope: Scope) -> Iterator[Complaint]:
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    for line, column, text in _ERROR.findall(error):
        if 0 < int(line) <= len(starts) and not _FOLLOW_UP.match(text):
            offset = min(starts[int(line) - 1] + max(int(column) - 1, 0), len(source))
            yield Complaint(source, offset, text, scope)


def _explain(complaint: Complaint) -> Fault:
    for pattern, explanation in _EXPLANATIONS.items():
        match = re.match(pattern, complaint.text)
        if match:
            return explanation(complaint, *match.groups())
    return Fault(complaint.offset, f"this expression is wrong here: {complaint.text}")


def _unknown_fact(complaint: Complaint, field: str, message: str) -> Fault:
    entity = entity_name(message)
    offset = _after(complaint, field)
    if entity == PARAMS:
        start = complaint.source.rfind(PARAMS, 0, offset)
        return unknown_param(field, offset, complaint.scope, start)
    known = complaint.scope.entities[entity].facts
    hint = did_you_mean(field, known, "`portalaudit facts` lists them")
    return Fault(offset, f"{with_article(entity)} has no fact `{field}`", hint, len(field))


def unknown_param(name: str, offset: int, scope: Scope, start: int) -> Fault:
    """What to say of a parameter that a rule does not declare. Its `params` stands at `start`."""
    if PARAMS not in scope.variables:
        return unknown_name(PARAMS, start, scope)
    hint = did_you_mean(name, scope.entities[PARAMS].facts)
    return Fault(offset, f"this rule has no parameter `{name}`", hint, len(name))


def _unknown_name(complaint: Complaint, name: str) -> Fault:
    return unknown_name(name, _before(complaint, name), complaint.scope)


def unknown_name(name: str, offset: int, scope: Scope) -> Fault:
    """What to say of a name that a rule cannot use."""
    first = name.partition(".")[0]
    if first == PARAMS:
        return Fault(offset, "this rule has no parameters", "declare them under `params:`", len(first))
    if first in _SPELLED:
        return Fault(offset, f"`{first}` is not known here", f"write `{_SPELLED[first]}`", len(first))
    function = BY_NAME.get(name)
    if function:
        return Fault(offset, f"`{name}` is called in the wrong way", f"write `{function.call}`", len(name))
    if name in _CEL_FUNCTIONS:
        return Fault(offset, f"`{name}` is called in the wrong way", "", len(name))
    variables = scope.variables
    known = (*variables, *_CEL_FUNCTIONS, *BY_NAME)
    names = ", ".join(f"`{variable}`" for variable in variables)
    hint = did_you_mean(first, known, f"this rule can use {names}")
    return Fault(offset, f"`{first}` is not known here", hint, len(first))


def _wrong_types(complaint: Complaint, function: str, types: str) -> Fault:
    operator = _OPERATORS.get(function, function.strip("_"))
    words = [type_words(one) for one in _split(types)]
    offset = _before(complaint, function) if function.strip("_") == function and function != "@in" else complaint.offset
    macro = _OPTION_MACRO.search(complaint.source[: complaint.offset])
    if function in ("hasValue", "value") and macro:
        message = f"`{macro[1]}` is for what may be missing, and this is {words[0]}"
        return Fault(macro.start(1), message, "write `.?` before the name of the fact", len(macro[1]))
    if function == "_?_:_":
        return Fault(offset, f"both answers of `? :` must be of one type, after a yes/no question, not {_list(words)}")
    hint = MAY_MISS_HINT if _OPTIONAL in types and function not in _OF_OPTIONS else ""
    if len(words) == 2 and operator in _COMPARING:
        return Fault(offset, f"`{operator}` cannot compare {words[0]} with {words[1]}", hint, len(operator))
    return Fault(offset, f"`{operator}` does not work on {_list(words)}", hint, len(operator))


_OPTIONAL = "optional_type"
_OF_OPTIONS = frozenset({"or", "orValue"})
_MAY_MISS = " that may be missing"
MAY_MISS_HINT = "end it with `.orValue(…)`, which says what counts where it is missing"
"""What to do with a value such as `account.?person.name`."""

_COMPARING = ("==", "!=", "<", "<=", ">", ">=")


def _no_fields(complaint: Complaint, kind: str) -> Fault:
    return Fault(complaint.offset, f"{type_words(kind)} has no facts of its own, so nothing can follow the dot")


def _no_list(complaint: Complaint, kind: str) -> Fault:
    hint = "`exists`, `all`, `filter` and `map` go through a list"
    if kind.startswith(_OPTIONAL):
        hint = MAY_MISS_HINT
    return Fault(complaint.offset, f"{type_words(kind)} is not a list", hint)


def _syntax(complaint: Complaint, text: str) -> Fault:
    offset = complaint.offset
    word = re.match(r"[A-Za-z]\w*", complaint.source[offset:])
    if word and word[0] in _SPELLED:
        return Fault(offset, f"`{word[0]}` cannot stand here", f"write `{_SPELLED[word[0]]}`", len(word[0]))
    seen = complaint.source[offset : offset + 1]
    single = _SINGLE.get(seen)
    if single:
        return Fault(offset, f"`{seen}` cannot stand here", f"write `{single}`", 1)
    if seen and seen in "'\"":
        return Fault(
            offset, "this text is not closed, or holds a `\\` that means nothing", "close it with the same quote"
        )
    if "<EOF>'" in text or not complaint.source[offset:].strip():
        return Fault(offset, "the expression ends too early", "something is missing at the end")
    return Fault(offset, f"`{word[0] if word else seen}` cannot stand here", length=len(word[0]) if word else 1)


_SINGLE = {"=": "==", "&": "&&", "|": "||", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}

_EXPLANATIONS: Mapping[str, Callable[..., Fault]] = {
    r"undefined field '(.*)' not found in struct '(.*)'": _unknown_fact,
    r"undeclared reference to '(.*)' \(in container": _unknown_name,
    r"found no matching overload for '(.*)' applied to '\((.*)\)'": _wrong_types,
    r"expression of type '(.*)' cannot be the operand of a select": _no_fields,
    r"expression of type '(.*)' cannot be the range of a comprehension": _no_list,
    r"Syntax error: (.*)": _syntax,
}


def _after(complaint: Complaint, word: str) -> int:
    """CEL points at the dot or bracket before a name."""

    def order(match: re.Match[str]) -> tuple[bool, int]:
        return match.start() < complaint.offset, abs(match.start() - complaint.offset)

    return _nearest(complaint, word, order)


def _before(complaint: Complaint, name: str) -> int:
    """CEL points at the last dot of an unknown dotted name, and at the bracket after a function's name."""
    return _nearest(complaint, name, lambda match: _distance(match, complaint.offset))


def _distance(match: re.Match[str], offset: int) -> tuple[bool, int]:
    inside = match.start() <= offset <= match.end()
    return (not inside, min(abs(match.start() - offset), abs(match.end() - offset)))


def _nearest(complaint: Complaint, name: str, key: Callable[[re.Match[str]], tuple[bool, int]]) -> int:
    pattern = r"[\s()]*\.[\s()]*".join(map(re.escape, name.split(".")))
    found = min(re.finditer(rf"(?<!\w){pattern}(?!\w)", complaint.source), key=key, default=None)
    return found.start() if found else complaint.offset


def type_words(kind: str) -> str:
    """A CEL type, as its checker writes it, in plain words."""
    listed = re.fullmatch(r"(?:list|LIST)[(<](.*)[)>]", kind)
    if listed:
        words = type_words(listed[1]).removeprefix("a ").removeprefix("an ")
        return f"a list of {words}s" if words.endswith(("record", "number")) else f"a list of {words}"
    if kind.startswith(_OPTIONAL):
        return type_words(kind.removeprefix(_OPTIONAL)[1:-1]) + _MAY_MISS
    if kind.startswith(PACKAGE):
        name = entity_name(kind)
        return f"{with_article(name)} record" if name not in (GROUP, PARAMS) else f"the {name}"
    return _WORDS.get(kind.lower(), kind.lower())


def may_miss(kind: str) -> bool:
    """Whether a CEL type is that of what may be missing, or has such in it."""
    return _OPTIONAL in kind


def _split(types: str) -> list[str]:
    """The types of a row, divided at commas outside brackets."""
    parts, depth = [""], 0
    for character in types:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _list(words: list[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
