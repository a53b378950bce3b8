"""Files by which a build server and git check a practice: workflow or pipeline, who must agree, and hooks."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from portalaudit import __version__
from portalaudit.model.project_pages import HOME
from portalaudit.model.values import dataclass

_ASSETS = Path(__file__).parent / "assets"
_HANDLE = re.compile(r"@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)*", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Server:
    """A build server: what it is called, its own file, where that lies, and what stands there about owners."""

    name: str
    asset: str
    path: str
    owners: str
    binding: str
    example: str

    @property
    def folder(self) -> str:
        """The folder or file of its own, which decides what is checked."""
        return f"/{self.path.partition('/')[0]}{'/' if '/' in self.path else ''}"


SERVERS: Mapping[str, Server] = {
    "github": Server(
        name="GitHub",
        asset="github-workflow.yml",
        path=".github/workflows/portalaudit.yml",
        owners=".github/CODEOWNERS",
        binding=(
            "GitHub asks them for a review.\n# To make it binding: Settings > Rules > Require review from Code Owners."
        ),
        example="@my-practice/privacy",
    ),
    "gitlab": Server(
        name="GitLab",
        asset="gitlab-ci.yml",
        path=".gitlab-ci.yml",
        owners=".gitlab/CODEOWNERS",
        binding=(
            "To make it binding (GitLab Premium):\n# Settings > Repository > Protected branches > Code owner approval."
        ),
        example="@my-practice/privacy",
    ),
}


def build_server_files(server: str, owners: Sequence[str]) -> Mapping[str, str]:
    """Every file by its place at the top of the repository. The same answers give the same bytes."""
    one = SERVERS[server]
    return {
        one.path: _filled(one.asset),
        one.owners: _owners(one, owners),
        ".pre-commit-config.yaml": _filled("pre-commit-config.yaml"),
    }


def read_owners(words: Sequence[str]) -> tuple[str, ...]:
    """Who is named on a line of `CODEOWNERS`. Raises ValueError with what to type instead."""
    for word in words:
        if not _HANDLE.fullmatch(word) and not _MAIL.fullmatch(word):
            raise ValueError(
                f"'{word}' is not an owner. Write a user such as @m-ortiz, a team such as @my-practice/privacy, or an "
                "email address."
            )
    return tuple(dict.fromkeys(words))


def _filled(asset: str) -> str:
    text = (_ASSETS / asset).read_text(encoding="utf-8")
    return text.replace("@VERSION@", __version__).replace("@REPOSITORY@", HOME)


def _owners(server: Server, owners: Sequence[str]) -> str:
    """The file; its lines are comments where no one is named yet, because a server takes no line without an owner."""
    mark, named, missing = "", " ".join(owners), ""
    if not owners:
        mark, named = "# ", server.example
        missing = (
            f"#\n# No one is named yet: put whoever must agree in place of {named} in the lines below,\n"
            "# and take away the `# ` in front of each.\n"
        )
    lines = {
        "The list of people, portals and logins.": ("/inventory/",),
        "The rules, and what someone accepts until a date (policies/waivers.yaml).": ("/policies/",),
        "How it is checked, and this file.": (
            "/portalaudit.toml",
            "/.pre-commit-config.yaml",
            *dict.fromkeys((server.folder, f"/{server.owners.partition('/')[0]}/")),
        ),
    }
    body = "".join(
        f"\n# {why}\n" + "".join(f"{mark}{path} {named}\n" for path in paths) for why, paths in lines.items()
    )
    return f"# Who must agree when these files change. {server.binding}\n{missing}{body}"
