"""Measures how long a browser takes to open the HTML report of very many findings.

    python benchmarks/page.py                        10,000 and 100,000 findings
    python benchmarks/page.py --findings 1000 --runs 9

The time runs from the start of the navigation to the second frame after it, so that everything is laid out and drawn;
it is the median of several runs in one browser, each with a new tab. Needs Chromium.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from portalaudit.report import to_html
from tests.report import sample

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
AT_MOST = {10_000: 1.0, 100_000: 2.0}
"""Seconds that a page of so many findings may take."""
PARTS = {"first screen": "", "findings": "#findings", "a search": "#findings?q=login"}
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def write_page(folder: Path, findings: int) -> Path:
    """The page of a made-up practice with so many findings."""
    path = folder / f"{findings}.html"
    path.write_text("".join(to_html.render(sample.many(findings))), encoding="utf-8")
    return path


def seconds(browser: Browser, address: str) -> float:
    """How long a new tab takes to show an address."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    start = time.perf_counter()
    page.goto(address)
    page.evaluate(DRAWN)
    taken = time.perf_counter() - start
    page.close()
    return taken


def lines(browser: Browser, path: Path, findings: int, runs: int) -> Iterator[str]:
    """A line for each part of a page."""
    limit = f", at most {AT_MOST[findings]:.1f} s" if findings in AT_MOST else ""
    for name, anchor in PARTS.items():
        taken = [seconds(browser, path.as_uri() + anchor) for _ in range(runs + 1)][1:]
        size = path.stat().st_size / 1e6
        yield f"{findings:>8,} findings, {size:5.1f} MB, {name:<12} {statistics.median(taken):5.2f} s{limit}"


def main() -> None:
    """Write the pages and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, nargs="+", default=list(AT_MOST))
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise SystemExit("This needs Chromium. On Debian and Ubuntu: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for findings in wanted.findings:
            for line in lines(browser, write_page(Path(folder), findings), findings, wanted.runs):
                print(line)
        browser.close()


if __name__ == "__main__":
    main()
