"""Nothing is ever sent anywhere: with every way out closed, each command gives the same bytes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
SAMPLE = "inventory/cascade-ridge"
DAY = ("--as-of", "2026-11-20")

COMMANDS: list[tuple[str, ...]] = [
    ("check", SAMPLE, *DAY),
    *(("check", SAMPLE, *DAY, "-o", f"{name}=-") for name in ("json", "junit", "html")),
    ("explain", "dormant-account"),
    ("explain", "or-medicaid-mortiz", SAMPLE, *DAY),
    ("test", "--select", "dormant-account", "-o", "json=-"),
    ("rules",),
    ("facts", "account"),
    ("directory", SAMPLE),
    ("roadmap", SAMPLE, *DAY),
    ("mac", "OR"),
    ("fields",),
    ("waivers", SAMPLE, *DAY),
    ("policy", "show"),
    ("schema", "accounts"),
]

RUN = """
import sys

def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "http.", "smtplib.", "poplib.", "imaplib.", "telnetlib.")):
        sys.stderr.write(f"a way out: {event}\\n")
        raise SystemExit(99)

if sys.argv[1] == "closed":
    sys.addaudithook(refuse)
from portalaudit.cli.funnel import run
for command in sys.argv[2:]:
    print("=====", command, flush=True)
    code = run(command.split())
    print("=====", code, flush=True)
"""


def ran(ways: str, *before: str) -> tuple[int, str, str]:
    commands = [" ".join(command) for command in COMMANDS]
    done = subprocess.run(
        [*before, sys.executable, "-c", RUN, ways, *commands],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def as_ever() -> tuple[int, str, str]:
    return ran("open")


def test_every_command_answers_as_ever_where_no_socket_can_be_made(as_ever: tuple[int, str, str]) -> None:
    code, out, _ = as_ever
    assert code == 0
    codes = [line.split()[1] for line in out.splitlines() if line.startswith("===== ") and line.split()[1].isdigit()]
    assert codes == ["1"] * 4 + ["0"] * (len(COMMANDS) - 4)
    assert ran("closed") == as_ever


def test_a_way_out_would_be_noticed() -> None:
    asking = RUN.replace("from portalaudit.cli.funnel import run", "import socket; socket.socket()")
    done = subprocess.run([sys.executable, "-c", asking, "closed"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (99, "a way out: socket.__new__\n")


def test_every_command_answers_as_ever_in_a_computer_without_a_network(as_ever: tuple[int, str, str]) -> None:
    alone = ("unshare", "--map-root-user", "--net")
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer lets nobody leave the network")
    assert ran("open", *alone) == as_ever
