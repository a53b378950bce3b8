"""Takes the pictures of the README again: `make pictures`. They show what the program says of the sample practice.

Beside them lie the hashes of what they were made from, so that a test can tell, without a browser, when they are stale.
"""

import hashlib
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from portalaudit import __version__

REPOSITORY = Path(__file__).resolve().parents[1]
IMAGES = REPOSITORY / "docs" / "images"
MADE_FROM = IMAGES / "made-from.json"
PICTURES = ("console.svg", "report.png")

SAMPLE = "inventory/cascade-ridge"
PAGE = "reports/cascade-ridge.html"
COMMAND = f"portalaudit check {SAMPLE} --as-of 2026-11-20"
COLUMNS = 100

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1280, 900

# rich's own template asks a server for a font. This one takes the reader's monospaced font and asks no one.
SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>portalaudit in a terminal</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a person gets from the main job: the page, and the coloured text on the terminal."""

    page: str
    screen: str

    def sources(self) -> dict[str, str]:
        """SHA-256 of what the pictures are made from, without what no picture shows: version and hashes of files."""
        page = re.sub(r"\b[0-9a-f]{64}\b", "", self.page).replace(f"portalaudit {__version__}", "portalaudit")
        return {"report.html": _sha256(page.encode()), "console.txt": _sha256(self.screen.encode())}


def audit() -> Audit:
    """The main job on the sample practice, run on a terminal as a person would.

    Raises subprocess.CalledProcessError where it does not end with findings.
    """
    with tempfile.TemporaryDirectory() as name:
        # Outside of this repository, whose commit would be in the page.
        folder = Path(name)
        for needed in (SAMPLE, "policies"):
            shutil.copytree(REPOSITORY / needed, folder / needed)
        screen = _on_a_terminal([*COMMAND.split()[1:], "-o", f"html={PAGE}"], folder)
        return Audit((folder / PAGE).read_text(encoding="utf-8"), screen)


def _on_a_terminal(arguments: list[str], folder: Path) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "portalaudit", *arguments],
        cwd=folder,
        env=_plain_environment() | {"COLUMNS": str(COLUMNS), "LINES": "24"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
    )
    os.close(theirs)
    text = b"".join(_until_closed(ours)).decode().replace("\r\n", "\n")
    code = process.wait()
    if code != 1:
        raise subprocess.CalledProcessError(code, process.args, text)
    return text


def _plain_environment() -> dict[str, str]:
    """The environment without what would change the report."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PORTALAUDIT_", "NO_COLOR"))}


def _until_closed(terminal: int) -> Iterator[bytes]:
    with os.fdopen(terminal, "rb", buffering=0) as file:
        while True:
            try:
                piece = file.read(65536)
            except OSError:  # Linux's way to say that no one will write any more
                return
            if not piece:
                return
            yield piece


def shown(screen: str) -> str:
    """The console's text as the picture shows it, under the command that prints it."""
    return f"$ {COMMAND}\n\n{screen.rstrip()}"


def draw_console(screen: str) -> str:
    """The console as an SVG picture."""
    console = Console(file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(shown(screen)))
    drawn = console.export_svg(title="portalaudit", theme=SVG_EXPORT_THEME, code_format=SVG, unique_id="console")
    return re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE)


def take_page(page: str) -> bytes:
    """The page's first screen in Chromium, as PNG. Raises SystemExit where there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise SystemExit("The pictures need Chromium. On Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", offline=True)
        view.set_content(page)
        picture = view.screenshot(animations="disabled")
        browser.close()
    return picture


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> None:
    """Take both pictures and note what they were made from."""
    done = audit()
    pictures = {"console.svg": draw_console(done.screen).encode(), "report.png": take_page(done.page)}
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        (IMAGES / name).write_bytes(data)
    made_from = {"sources": done.sources(), "pictures": {name: _sha256(data) for name, data in pictures.items()}}
    MADE_FROM.write_text(json.dumps(made_from, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
