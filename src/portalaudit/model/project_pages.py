"""Where the project is on the web. Nothing here is ever opened: people follow it from a report, an editor or a message.

`[project.urls]` of pyproject.toml names the same; a test compares them.
"""

HOME = "https://github.com/portalaudit/portalaudit"
"""The repository of the project."""

ISSUES = f"{HOME}/issues"
"""Where faults are reported."""

DOCS = "https://portalaudit.github.io/portalaudit/"
"""The pages of `docs/` as a site: `docs/rules/NAME.md` is `rules/NAME/` below it."""


def rule_page(rule_id: str) -> str:
    """The page of a rule that ships."""
    return f"{DOCS}rules/{rule_id}/"
