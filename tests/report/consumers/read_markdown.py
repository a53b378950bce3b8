"""Renders Markdown as GitHub does."""

import sys
from pathlib import Path

import cmarkgfm

print(cmarkgfm.github_flavored_markdown_to_html(Path(sys.argv[1]).read_text(encoding="utf-8")))  # noqa: T201
