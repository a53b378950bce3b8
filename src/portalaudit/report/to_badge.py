"""A badge for a README or a page: how many findings there are.

As a picture it is SVG that loads nothing; as JSON it is what a badge service asks for. It holds numbers only and names
no one but the practice. It says how many findings there are, and never what they mean for a law or a contract.
"""

import json
from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity
from portalaudit.report import compared, partial
from portalaudit.report.characters import encodable, prose, xml_text
from portalaudit.report.summary import Summary, summarize
from portalaudit.report.wording import counted, disclaimer

NAME = "badge"
SUFFIX = ".svg"
READ_BY = "A README or a page: a picture with the number of findings"

LABEL = "portal access"
LABEL_COLOR = "#444444"
TEXT_COLOR = "#ffffff"
COLORS = {
    "problem": "#8a2be2",
    Severity.CRITICAL.value: "#b3261e",
    Severity.HIGH.value: "#b3261e",
    Severity.MEDIUM.value: "#a04b00",
    Severity.LOW.value: "#8a5a00",
    "question": "#2a5ea8",
    "partial": "#5f6368",
    "none": "#24723f",
}
"""What the right half is colored: each is dark enough for white letters."""

_WIDTHS = {
    27: "'",
    28: "ijl",
    29: "IJ",
    32: " ,.",
    34: "/:;\\|",
    35: "f",
    36: "-",
    39: "()[]t",
    40: "!",
    41: "r",
    46: '"',
    50: "*_`",
    52: "sz",
    53: "?",
    55: "c",
    56: "L",
    58: "Fk",
    59: "vxy",
    60: "P",
    61: "TYao",
    62: "e",
    63: "ESbdghnpqu",
    64: "$0123456789{}",
    66: "K",
    68: "AV",
    69: "BRXZ",
    70: "C",
    73: "U",
    75: "HN",
    77: "DG",
    78: "&",
    79: "OQ",
    82: "w",
    84: "#+<=>^~",
    86: "M",
    95: "%",
    97: "m",
    99: "W",
    100: "@",
}
"""How wide letters of DejaVu Sans are, in hundredths of their size, measured in the font."""
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_SIZE = 11
_MARGIN = 6


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says, and in which color."""

    message: str
    color: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class EndpointReporter:
    """The reporter of the same as JSON."""

    NAME: str = "badge-json"
    SUFFIX: str = ".json"
    READ_BY: str = "Shields and other badge services that read an endpoint"

    def render(self, report: Report) -> Iterator[str]:
        """What the service asks for."""
        badge = badge_of(report)
        endpoint = {
            "schemaVersion": 1,
            "label": LABEL,
            "message": badge.message,
            "color": badge.color,
            "labelColor": LABEL_COLOR,
            **({"isError": True} if badge.is_error else {}),
        }
        yield encodable(json.dumps(endpoint, indent=2)) + "\n"


def table(name: str) -> EndpointReporter:
    """The reporter of another shape, by its name; there is one."""
    return {"json": EndpointReporter()}[name]


def render(report: Report) -> Iterator[str]:
    """The badge as SVG."""
    badge = badge_of(report)
    left, right = (_width(text) for text in (LABEL, badge.message))
    title = xml_text(f"{LABEL}: {badge.message}. {' '.join(_told(report))}")
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-labelledby="title">\n'
        f'<title id="title">{title}</title>\n'
        f'<clipPath id="round"><rect width="{left + right}" height="20" rx="3"/></clipPath>\n'
        f'<g clip-path="url(#round)">\n'
        f'<rect width="{left}" height="20" fill="{LABEL_COLOR}"/>\n'
        f'<rect x="{left}" width="{right}" height="20" fill="{badge.color}"/>\n'
        f"</g>\n"
        f'<g fill="{TEXT_COLOR}" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="{_SIZE}">\n'
    )
    yield _text(LABEL, _MARGIN, left) + _text(badge.message, left + _MARGIN, right) + "</g>\n</svg>\n"


def _told(report: Report) -> Iterator[str]:
    """What a screen reader says after the words, and a pointer that rests shows."""
    yield f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}."
    if report.run.is_partial:
        yield f"{partial.banner(report)}: {partial.flags(report)}."
        yield f"Not evaluated: {', '.join(partial.not_evaluated(report))}."
    yield disclaimer(is_partial=report.run.is_partial)


def _text(text: str, start: int, width: int) -> str:
    return f'<text x="{start}" y="14" textLength="{width - 2 * _MARGIN}">{xml_text(text)}</text>\n'


def _width(text: str) -> int:
    return round(sum(_WIDTH_OF[letter] for letter in text) * _SIZE / 100) + 2 * _MARGIN


def badge_of(report: Report) -> Badge:
    """The words of the badge, and the color of the worst of what they count."""
    summary = summarize(report)
    words = ", ".join(_words(report, summary))
    return Badge(
        f"partial run: {words}" if summary.is_partial else words, _color(report, summary), summary.problems > 0
    )


def _words(report: Report, summary: Summary) -> Iterator[str]:
    if summary.problems:
        yield counted(summary.problems, "problem") + " in files"
    if not summary.checks:
        yield "nothing checked"
        return
    if report.comparison is not None:
        counts = compared.of_findings(report, report.comparison)
        yield f"{counted(counts.new, 'new finding')}, {counts.worse:,} worse"
        return
    findings = summary.findings - summary.remarks
    worst = next((one for one in Severity if summary.of_severity(one)), None)
    yield counted(findings, "finding")
    if findings and worst is not None:
        yield f"{summary.of_severity(worst):,} {worst}"
    if summary.questions:
        yield counted(summary.questions, "open question")


def _color(report: Report, summary: Summary) -> str:
    if summary.problems or not summary.checks:
        return COLORS["problem"]
    needing = [one for one in report.due(report.findings()) if not one.is_remark]
    if needing:
        return COLORS[needing[0].severity.value]
    if report.due(report.unanswered()):
        return COLORS["question"]
    return COLORS["partial" if summary.is_partial else "none"]
