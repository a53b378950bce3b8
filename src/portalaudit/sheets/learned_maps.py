"""The text of a map file: what was understood of a list, so that the next one of its kind is read without asking."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from portalaudit.sheets.heading_words import IGNORED, folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_secrets import echo
from portalaudit.sheets.listed import Coverage
from portalaudit.sheets.map_files import ListMap, RoleMeaning
from portalaudit.source.statements import is_missing

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.-]+)*")
_NOT_PLAIN = frozenset({"false", "n", "no", "null", "off", "on", "true", "y", "yes"})
_KEPT_SIGNS = " -_/.,#()[]"


def map_text(layout: Layout, *, schema: str = "", known: ListMap | None = None, vendor: str = "") -> str:
    """A map file for lists like this one. `schema` is the way from it to `map.schema.json`; `known` is the old map.

    `vendor` is the company whose people a roster shows, empty for the practice's own.

    Titles and trainings are those of `known`: what they mean stands in the inventory and not in the list.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [*_head(layout, known, vendor), *_columns(layout)]
    words = layout.words
    lines += _section("status", [(words.get(word, word), means or IGNORED) for word, means in layout.statuses.items()])
    lines += _section(
        "employment", [(words.get(word, word), means or IGNORED) for word, means in layout.engagements.items()]
    )
    lines += _section(
        "roles", [(words.get(word, word), _role(means)) for word, means in layout.roles.items()], are_texts=False
    )
    lines += [f"order_above: {layout.order_above}"] if layout.order_above else []
    orders = zip(layout.head.headings, layout.day_orders, strict=True)
    lines += _section("date_order", [(heading, order.value) for heading, order in orders if order])
    if known is not None:
        titles = [(title, f"[{', '.join(map(_scalar, roles))}]") for title, roles in known.titles.items()]
        lines += _section("titles", titles, are_texts=False)
        lines += _section("modules", list(known.modules.items()))
    if layout.skip_rows:
        lines.append(f"skip_rows: [{', '.join(map(_scalar, sorted(layout.skip_rows)))}]")
    return "\n".join(lines) + "\n"


def _head(layout: Layout, known: ListMap | None, vendor: str) -> Iterator[str]:
    yield f"kind: {layout.kind.value}"
    told: Mapping[str, str | None] = {
        "title": known.title if known else None,
        "portal": layout.portal,
        "vendor": vendor,
        "header": layout.header_hash,
        "coverage": "" if layout.usual is Coverage.UNKNOWN else layout.usual.value,
        "note": known.note if known else None,
    }
    yield from (f"{name}: {_scalar(text)}" for name, text in told.items() if text)
    lists = {"known_by": known.known_by, "source": known.source} if known else {}
    yield from (f"{name}: [{', '.join(map(_scalar, texts))}]" for name, texts in lists.items() if texts)


def _columns(layout: Layout) -> list[str]:
    columns = zip(layout.head.headings, layout.columns, strict=True)
    return _section("columns", [(heading, held) for heading, held in columns if held])


def _section(name: str, entries: Sequence[tuple[str, str]], *, are_texts: bool = True) -> list[str]:
    """A mapping with each word once, by its folded form; a word that cannot be written without a trace is left out."""
    found: dict[str, str] = {}
    for word, means in entries:
        clean = _clean(word)
        is_kept = folded(clean) and folded(clean) == folded(word) and not is_missing(clean)
        if is_kept and echo(clean) is not None:
            found.setdefault(folded(clean), f"  {_scalar(clean)}: {_scalar(means) if are_texts else means}")
    return [f"{name}:", *found.values()] if found else []


def _role(means: RoleMeaning) -> str:
    told = {"native_roles": means.native_roles, "permissions": means.permissions}
    parts = (f"{name}: [{', '.join(map(_scalar, texts))}]" for name, texts in told.items() if texts)
    return f"{{{', '.join(parts)}}}"


def _clean(word: str) -> str:
    """A word without signs that files of this project may not hold; the folded form does not know them either."""
    kept = "".join(one if one.isalnum() or one in _KEPT_SIGNS else " " for one in word)
    return " ".join(kept.split())


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)
