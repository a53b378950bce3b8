"""Texts for property tests: anything, things that look like YAML, and well-formed inventories."""

from hypothesis import strategies as st

from portalaudit.source.files import Text

_PIECES = (
    *(
        "a",
        "b: ",
        "- ",
        "\n",
        "  ",
        "    ",
        ": ",
        "key: v\n",
        "  - x\n",
        "  - id: 1\n",
        "    n: 2\n",
        "[",
        "]",
        "{",
        "}",
    ),
    *(",", "'", '"', "|\n", ">\n", "# c", "\t", "? ", "---\n", "...\n", "%YAML 1.1\n", "\\", "é", "😀", "\r\n", "&a "),
    *(
        "*a",
        "!t ",
        "<<: ",
        "!!str ",
        "@",
        "`",
        "- - ",
        "\\x41",
        "\\e",
        "\\U00110000",
        "text with words",
        "\r",
        ":",
        "-",
    ),
    *(
        "|2-\n",
        "12:30",
        "a: 1\na: 2\n",
        "\x07",
        "\u2028",
        "{a: b, c: [d]}",
        "[a, {b: c}]",
        "a:\n  - b: c\n    d: |\n      e\n",
    ),
    *("?", "a?b", "http:x?a=b", "  - {x: 1, x: 2}\n", ":}", "x:y", "[{", "\n  "),
)
YAMLISH = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)

_WORDS = st.sampled_from(
    ("id", "k-lee", "no", "007", "2024-02-30", "a b", "é😀", "", "x: y", "- z", "#", "'", '"', "a, b", "[", "&")
)
_KEYS = st.sampled_from(("id", "portal", "login", "b c", "é", "labels", "from", "x"))
_TREES = st.recursive(
    _WORDS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(_KEYS, below, max_size=4),
    max_leaves=20,
)


@st.composite
def written(draw, node=None, indent=0):
    """A tree written as YAML, in a mixture of the styles that people use; ends in a line end."""
    node = draw(st.dictionaries(_KEYS, _TREES, max_size=4)) if node is None else node
    if isinstance(node, str):
        return f" {draw(_scalar(node, indent))}\n"
    if not node or draw(st.integers(0, 3)) == 0:
        return f" {_flow(node)}{draw(st.sampled_from(('', '  # note', '   ')))}\n"
    pad = " " * indent
    gap = draw(st.sampled_from(("", "", "", "# note\n", "\n")))
    step = draw(st.integers(1, 4))
    if isinstance(node, dict):
        lines = [f"{pad}{key}:{draw(written(value, indent + step))}" for key, value in node.items()]
        return ("" if indent == 0 else "\n") + gap.join(lines)
    lines = [f"{pad}-{_beside_the_dash(draw(written(value, indent + step + 1)), pad)}" for value in node]
    return "\n" + gap.join(lines)


def _beside_the_dash(text, pad):
    """An item's text with its first key on the line of the dash, where it has one; the columns stay."""
    first, _, _ = text[1:].partition("\n")
    return text[len(pad) + 2 :] if text.startswith("\n") and first.strip() and not first.startswith("#") else text


@st.composite
def _scalar(draw, text, indent):
    style = draw(st.sampled_from(("plain", "single", "double", "block")))
    if style == "plain" and text in ("id", "k-lee", "no", "007", "2024-02-30", "a b", "é😀"):
        return text
    if style == "block" and text and indent:
        return f"|-\n{' ' * (indent + 1)}{text}"
    return _quoted(text) if style != "double" else '"' + text.replace('"', '\\"') + '"'


def _flow(node):
    if isinstance(node, str):
        return _quoted(node)
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in node.items()) + "}"
    return "[" + ", ".join(map(_flow, node)) + "]"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def text(content: str | bytes, path: str = "a.yaml") -> Text:
    """A file that holds these characters or bytes."""
    return Text(path, content.encode() if isinstance(content, str) else content)
