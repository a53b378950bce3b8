"""Who can log in where as one page without a script: the table of people and portals, then each portal's logins."""

from collections.abc import Iterator

from markupsafe import Markup

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.whereabouts import from_root
from portalaudit.report.access_rows import access_rows
from portalaudit.report.characters import prose, visible
from portalaudit.report.day_words import in_words
from portalaudit.report.paper import paper_style
from portalaudit.report.report_directory import Directory
from portalaudit.report.to_html import asset, content_policy, environment

_WIDE = "@page{size:letter landscape}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the tables: the title, what was not looked at, the numbers, and the last words."""

    title: str
    warning: str
    outcome: str
    notes: tuple[str, ...]


def page(report: Report, frame: Frame) -> Iterator[str]:
    """The page in pieces."""
    report = from_root(report)
    directory = Directory(report)
    practice, style = prose(report.practice.name), asset("report.css")
    paper = paper_style(practice, in_words(report.as_of)) + _WIDE
    stream = (
        environment()
        .get_template("access_page.html.jinja")
        .stream(
            practice=practice,
            frame=frame,
            version=visible(report.tool_version),
            rows=access_rows(report, report.findings(), directory),
            style=Markup(style),  # noqa: S704 -- our own file
            paper=Markup(paper),  # noqa: S704 -- quotes nothing that CSS could take for more
            policy=content_policy((style, paper), ()),
        )
    )
    stream.enable_buffering(64)
    return iter(stream)
