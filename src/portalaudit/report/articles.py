"""Articles as text, Markdown and JSON."""

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from portalaudit.model.article import Article, Part
from portalaudit.report.characters import encodable, prose, visible
from portalaudit.report.wording import CONFIDENTIAL, DISCLAIMER

SCHEMA_ID = "portalaudit/article/v1"
WIDTH = 100
_CODE = re.compile(r"(`[^`]*`)")


def _text(article: Article) -> Iterator[str]:
    yield f"{_heading(article)}\n"
    yield f"{_filled(article.summary)}\n" if article.summary else ""
    for part in _parts(article):
        yield f"\n{visible(part.heading)}:\n"
        yield from (f"{_filled(text, '  ')}\n" for text in part.paragraphs if text)
        yield from (f"{_filled(text, '    ', '  - ')}\n" for text in part.points)
        yield from (f"    {visible(line)}\n" for line in part.code.splitlines())


def _heading(article: Article) -> str:
    day = f"as of {article.as_of.isoformat()}" if article.as_of else ""
    return ", ".join(filter(None, (prose(article.title), prose(article.about), day)))


def _parts(article: Article) -> Iterator[Part]:
    yield from (part for part in article.parts if not part.is_empty)
    if article.about:
        yield Part("Please note", (CONFIDENTIAL, DISCLAIMER))


def _filled(text: str, indent: str = "", first: str | None = None) -> str:
    return textwrap.fill(
        prose(text),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _markdown(article: Article) -> Iterator[str]:
    yield f"# {markdown(_heading(article))}\n"
    yield f"\n{markdown(article.summary)}\n" if article.summary else ""
    for part in _parts(article):
        yield f"\n## {markdown(part.heading)}\n"
        yield from (f"\n{markdown(text)}\n" for text in part.paragraphs if text)
        yield "\n" if part.points else ""
        yield from (f"- {markdown(text)}\n" for text in part.points)
        yield f"\n```\n{_fenced(part.code)}\n```\n" if part.code else ""


def _fenced(code: str) -> str:
    return "\n".join(visible(line).replace("```", "` ` `") for line in code.splitlines())


def markdown(text: str) -> str:
    """Text on one line that Markdown shows as it is, `code` in it as code."""
    parts = _CODE.split(prose(text))
    shown = (part if part.startswith("`") else re.sub(r"([*_<\[\\])", r"\\\1", part) for part in parts)
    return "".join(shown)


def table_cell(text: str) -> str:
    """The same for a cell of a table, which a bar would end."""
    return markdown(text).replace("|", r"\|")


def _json(article: Article) -> Iterator[str]:
    value = {
        "schema": SCHEMA_ID,
        "title": article.title,
        "summary": article.summary,
        "about": article.about,
        "as_of": article.as_of.isoformat() if article.as_of else None,
        "parts": [
            {"heading": p.heading, "paragraphs": [*filter(None, p.paragraphs)], "points": [*p.points], "code": p.code}
            for p in _parts(article)
        ],
    }
    yield encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


FORMATS: Mapping[str, Callable[[Article], Iterator[str]]] = {"text": _text, "md": _markdown, "json": _json}
"""How an article can be written."""
