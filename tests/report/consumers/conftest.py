"""Reports of the samples, and the tools of others that read them."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from portalaudit.report import REPORTERS, reporter
from tests.report import sample
from tests.report.golden_files import text_of

HERE = Path(__file__).parent
INVENTORY = HERE.parents[2] / "inventory"
KEYSTONE = INVENTORY / "keystone"
CLIENTS = ("mesquite", "millrace", "saltmarsh", "tamarack")
PRACTICES: Mapping[str, tuple[str, ...]] = {
    "cascade-ridge": (str(INVENTORY / "cascade-ridge"),),
    "riverbend": (str(INVENTORY / "riverbend"),),
    **{name: (str(KEYSTONE / "clients" / name), "-p", str(KEYSTONE / "policies" / name)) for name in CLIENTS},
}
HOSTILE = "hostile"
"""A report of texts that want to break out, besides those of the samples."""

Files = Mapping[str, Path]
Tool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", params=[*PRACTICES, HOSTILE])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Files:
    """The file of each format. Processes that run tests beside each other share them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "consumed" / request.param
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: folder / f"{name}{reporter(name).SUFFIX}" for name in REPORTERS}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _write(request.param, found)
            (folder / "done").touch()
    return found


def _write(name: str, files: Files) -> None:
    if name == HOSTILE:
        for form, file in files.items():
            if form != "xlsx":
                file.write_bytes(text_of(sample.everything(), form).encode())
        return
    outputs = (f"-o{form}={file}" for form, file in files.items())
    command = [sys.executable, "-m", "portalaudit", "check", *PRACTICES[name], "--as-of", "2026-11-20", "-q", *outputs]
    subprocess.run(command, check=False, timeout=300)


def _needs(path: Path) -> None:
    if not path.exists():
        if os.environ.get("CI"):  # noqa: TID251 -- a build server must not skip what it is to prove
            pytest.fail(f"{path} is not installed: make consumers")
        pytest.skip("the tools of others are not installed: make consumers")


def _ran(*command: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == code, (command, done.stdout[-2_000:], done.stderr[-2_000:])
    return done


@pytest.fixture(scope="session")
def modules() -> Path:
    """Where the tools for node are."""
    _needs(HERE / "node_modules" / ".package-lock.json")
    return HERE / "node_modules"


@pytest.fixture(scope="session")
def node(modules: Path) -> Tool:
    """Runs a script of a tool for node, or one of ours that uses one."""

    def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        inside = modules / ".bin" / script
        return _ran("node", inside if inside.exists() else HERE / script, *arguments)

    return run


@pytest.fixture(scope="session")
def python() -> Tool:
    """Runs one of our scripts, or a command, where the libraries of others are."""
    programs = HERE / ".venv" / "bin"
    _needs(HERE / ".venv" / ".ready")

    def run(script: str, *arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        named = [programs / "python", HERE / script] if script.endswith(".py") else [programs / script]
        return _ran(*named, *arguments, code=code)

    return run
