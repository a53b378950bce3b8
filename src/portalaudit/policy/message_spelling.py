"""Names in messages: the one that someone meant, and the article before it."""

from collections.abc import Callable, Iterable, Sequence

from portalaudit.model.spelling import nearest


def did_you_mean(
    name: str,
    known: Iterable[str],
    otherwise: str = "",
    *,
    look: Callable[[str, Sequence[str]], str | None] = nearest,
) -> str:
    """A hint that names the name that was meant, or the other hint where none is known."""
    close = look(name, tuple(known))
    return f"did you mean `{close}`?" if close else otherwise


def with_article(name: str) -> str:
    """The name of an entity with `a` or `an`; attributes as a rule writes them."""
    shown = name.replace("_attributes", ".attributes")
    return f"an {shown}" if shown[0] in "aeiou" else f"a {shown}"
