"""What makes docs/ a site: every rule in the navigation, and whole addresses of files that are no pages."""

import posixpath
import re
from pathlib import Path
from typing import Any

from portalaudit.model.project_pages import HOME

REPOSITORY = Path(__file__).resolve().parents[2]
MADE = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(\]\()(?!https?://|#|/)([^)#]+)(#[^)]*)?\)")


def on_config(config: Any) -> Any:
    """Put the page of every rule below that of all rules, and pages that the navigation does not name at its end."""
    docs = Path(config["docs_dir"])
    sections = {name: pages for part in config["nav"] for name, pages in part.items() if isinstance(pages, list)}
    named = {"index.md"}.union(*sections.values())
    every = [{one.stem: f"rules/{one.name}"} for one in sorted(docs.glob("rules/*.md")) if one.name != "README.md"]
    sections["Rules"] += [{"Each rule": every}] if every else []
    sections["Reference"] += [one.name for one in sorted(docs.glob("*.md")) if one.name not in named]
    return config


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Name files of the repository that are no pages by their address there. Raises where there is no such file."""
    folder = posixpath.dirname(posixpath.join("docs", page.file.src_uri))

    def whole(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found[2]))
        if path.startswith("docs/") and not path.endswith((".py", ".yaml")):
            return f"{found[1]}{posixpath.relpath(path, folder)}{found[3] or ''})"
        if not (REPOSITORY / path).exists():
            raise FileNotFoundError(f"{page.file.src_uri} leads to {found[2]}, and there is no such file")
        kind = "tree" if (REPOSITORY / path).is_dir() else "blob"
        return f"{found[1]}{HOME}/{kind}/main/{path}{found[3] or ''})"

    # A remark before the heading would hide the page's title.
    parts = FENCE.split(MADE.sub("", markdown))
    return "".join(part if part.startswith("```") else LINK.sub(whole, part) for part in parts)
