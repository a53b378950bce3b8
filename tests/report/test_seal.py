import shlex
import subprocess
from pathlib import Path

from portalaudit.report.seal import HOW_TO_CHECK, sealed


def test_the_last_line_holds_what_the_named_command_prints(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("".join(sealed(["<p>é</p>", "\n", "<p>b</p>\n"])), encoding="utf-8")

    command = HOW_TO_CHECK.replace("FILE", shlex.quote(str(page)))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert page.read_text(encoding="utf-8").splitlines()[-1].count(done.stdout.split()[0]) == 1
