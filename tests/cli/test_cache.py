"""The cache changes no report, is trusted only where no one else can write, and holds nothing of a practice."""

import contextlib
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portalaudit.cli import cache
from portalaudit.evaluate import docket
from portalaudit.pipeline import groundwork
from portalaudit.policy import pack_compiler, splitting
from portalaudit.policy.readtree import ReadTree
from portalaudit.policy.splitting import Piece, pieces
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, Ran, portalaudit

REPOSITORY = Path(__file__).parents[2]
SAMPLES = REPOSITORY / "inventory"
AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]
CHECK = ("check", AS_OF, "--quiet", "-ojson=-")

POLICY = """\
packs: [own]
waivers: {approvers: [quincy-approver]}
rules: {leavers: {severity: critical, reason: Quincy wants to see them first}}
"""
WAIVERS = """\
waivers:
  - id: quincy-accepts
    rule: leavers
    subject: nmp-kim
    reason: Marguerite still needs it
    requested_by: marguerite
    approved_by: quincy-approver
    approved_on: 2026-11-01
    expires_on: 2026-12-01
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice in the current folder, and an empty home; the cache of this test is its `.cache/portalaudit`."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    practice = tmp_path / "practice"
    (practice / "inventory").mkdir(parents=True)
    (practice / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (practice / "policies" / "own").mkdir(parents=True)
    (practice / "policies" / "policy.yaml").write_text("packs: [own]\n")
    (practice / "policies" / "own" / "pack.yaml").write_text(PACK)
    (practice / "policies" / "own" / "leavers.yaml").write_text(RULE)
    monkeypatch.chdir(practice)
    return home


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one wherever packs are compiled."""
    times: list[int] = []
    real = pack_compiler.compile_packs

    def counting(*given: object) -> object:
        times.append(1)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pack_compiler, "compile_packs", counting)
    return times


def entries(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "portalaudit").glob("*"))


def of_rules(home: Path) -> list[Path]:
    """The entries that hold compiled packs, without those that hold them taken apart."""
    return [entry for entry in entries(home) if "-apart" not in entry.name]


def only_entry(home: Path) -> Path:
    (entry,) = entries(home)
    return entry


def test_the_second_run_compiles_nothing_and_says_the_same(home: Path, compiled: list[int], capsys: Capture) -> None:
    without = portalaudit(capsys, *CHECK, "--no-cache")
    assert (without.code, entries(home), len(compiled)) == (1, [], 1)
    cold = portalaudit(capsys, *CHECK)
    assert len(compiled) == 2
    warm = portalaudit(capsys, *CHECK)
    assert len(compiled) == 2
    assert cold == warm == without


LOADED = """\
import sys
from portalaudit.cli.funnel import run
run(sys.argv[1:])
print([name for name in sys.modules if name.startswith(("cel_expr_python.cel", "google.protobuf.", "jsonschema"))])
print([name for name in sys.modules if name.startswith("portalaudit.policy.") and name.endswith("_compiler")])
"""


def test_a_run_with_kept_rules_loads_nothing_that_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules that ship, of a whole sample: not one question needs CEL itself."""
    check = ("check", str(SAMPLES / "cascade-ridge"), AS_OF, "--quiet", f"-ojunit={tmp_path / 'report.xml'}")
    command = [sys.executable, "-c", LOADED, *check]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cold, warm = (subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert "cel_expr_python.cel" in cold
    assert warm == "[]\n[]\n"


@pytest.fixture
def split(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that are taken apart, where every practice is as one of many subjects."""
    found: list[str] = []

    def noting(text: str, reads: ReadTree) -> Piece:
        found.append(text)
        return pieces(text, reads)

    monkeypatch.setattr(docket, "FEW_SUBJECTS", 0)
    monkeypatch.setattr(splitting, "pieces", noting)
    return found


def test_rules_are_taken_apart_once_for_all_runs(home: Path, split: list[str], capsys: Capture) -> None:
    without = portalaudit(capsys, *CHECK, "--no-cache")
    asked = len(split)
    assert (asked > 0, entries(home)) == (True, [])
    cold = portalaudit(capsys, *CHECK)
    before = len(split)
    assert [entry.name.endswith("-apart.compiled") for entry in entries(home)] == [True, False]
    warm = portalaudit(capsys, *CHECK)
    assert len(split) == before > asked
    assert cold == warm == without
    apart, _ = entries(home)
    apart.write_bytes(b"not what was put here")
    assert portalaudit(capsys, *CHECK) == without
    assert len(split) > before
    before = len(split)
    assert portalaudit(capsys, *CHECK) == without
    assert len(split) == before


def test_rules_taken_apart_are_those_of_their_own_packs(home: Path, split: list[str], capsys: Capture) -> None:
    portalaudit(capsys, *CHECK)
    _changed_rule()
    changed = portalaudit(capsys, *CHECK)
    assert len(entries(home)) == 4
    assert changed == portalaudit(capsys, *CHECK) == portalaudit(capsys, *CHECK, "--no-cache")


def test_a_small_practice_takes_nothing_apart(home: Path, capsys: Capture) -> None:
    portalaudit(capsys, *CHECK)
    assert entries(home) == of_rules(home)


SAMPLE_COMMANDS = [
    ("check", "cascade-ridge"),
    ("check", "riverbend"),
    *(
        ("check", "-p", str(SAMPLES / "keystone" / "policies" / client), f"keystone/clients/{client}")
        for client in ("tamarack", "millrace", "mesquite", "saltmarsh")
    ),
    ("check", "keystone/company"),
    ("waivers", "-p", str(SAMPLES / "keystone" / "policies" / "millrace"), "keystone/clients/millrace"),
    ("explain", "nmp-glindholm", "keystone/clients/tamarack"),
]


@pytest.mark.slow
@pytest.mark.parametrize("command", SAMPLE_COMMANDS, ids=lambda command: f"{command[0]} {command[-1]}")
def test_every_sample_is_told_the_same_with_and_without(
    command: tuple[str, ...], home: Path, compiled: list[int], capsys: Capture
) -> None:
    name, *names, sample = command
    arguments = (name, *names, str(SAMPLES / sample), AS_OF, *(("-v", "--no-progress") if name == "check" else ()))
    without = portalaudit(capsys, *arguments, "--no-cache")
    cold = portalaudit(capsys, *arguments)
    before = len(compiled)
    warm = portalaudit(capsys, *arguments)
    assert (cold, warm) == (without, without)
    assert len(compiled) == before
    # Rules alone are shown by the way from here, and a practice's by the name of its policies folder.
    assert len(of_rules(home)) == (2 if name == "explain" else 1)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "junit", "html"])
def test_every_report_is_the_same_bytes(form: str, home: Path, capsys: Capture, tmp_path: Path) -> None:
    sample = str(SAMPLES / "keystone" / "clients" / "millrace")
    policies = str(SAMPLES / "keystone" / "policies" / "millrace")
    written = []
    for number, flags in enumerate([["--no-cache"], [], []]):
        report = tmp_path / f"{number}.{form}"
        portalaudit(capsys, "check", sample, "-p", policies, AS_OF, "--quiet", f"-o{form}={report}", *flags)
        written.append(report.read_bytes())
    assert written[0] == written[1] == written[2]
    assert len(entries(home)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [("rules",), ("rules", "-ojson=-"), ("explain", "leavers"), ("policy", "show"), ("mac", "OR"), ("directory",)],
    ids=" ".join,
)
def test_commands_about_rules_share_the_cache(
    arguments: tuple[str, ...], home: Path, compiled: list[int], capsys: Capture
) -> None:
    without = portalaudit(capsys, *arguments, "--no-cache")
    assert (without.code, entries(home)) == (0, [])
    portalaudit(capsys, *CHECK)
    assert len(compiled) == 2
    assert portalaudit(capsys, *arguments) == without
    assert len(compiled) == 2


def test_examples_of_a_rule_come_from_its_cases_as_they_are_now(home: Path, capsys: Capture) -> None:
    portalaudit(capsys, *CHECK)
    (Path("policies") / "own" / "leavers.cases.yaml").write_text("cases: [{name: A login of Tuesday}]\n")
    assert "A login of Tuesday" in portalaudit(capsys, "explain", "leavers").out


def _changed_rule() -> None:
    rule = Path("policies", "own", "leavers.yaml")
    rule.write_text(rule.read_text().replace("severity: high", "severity: low "))


def _renamed_file() -> None:
    Path("policies", "own", "pack.yaml").rename(Path("policies", "own", "pack.yml"))


def _another_rule() -> None:
    Path("policies", "own", "others.yaml").write_text(RULE.replace("id: leavers", "id: others"))


def _another_choice() -> None:
    Path("policies", "policy.yaml").write_text("packs: [own, portal-access]\n")


def _no_choice() -> None:
    Path("policies", "policy.yaml").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("change", [_changed_rule, _renamed_file, _another_rule, _another_choice, _no_choice])
def test_whatever_differs_is_compiled_again(
    change: Callable[[], None], home: Path, compiled: list[int], capsys: Capture
) -> None:
    before = portalaudit(capsys, *CHECK)
    change()
    assert len(compiled) == 1
    after = portalaudit(capsys, *CHECK)
    assert len(compiled) == 2
    assert after != before
    assert after == portalaudit(capsys, *CHECK, "--no-cache")
    assert len(entries(home)) == 2


def test_another_version_compiles_again(
    home: Path, compiled: list[int], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    portalaudit(capsys, *CHECK)
    monkeypatch.setattr(cache, "__version__", "0.0.1")
    portalaudit(capsys, *CHECK)
    assert (len(compiled), len(entries(home))) == (2, 2)


def test_a_changed_module_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "package"
    (package / "inner").mkdir(parents=True)
    monkeypatch.setattr(cache, "_PACKAGE", package)
    seen = {cache.Cache(tmp_path).program}

    def is_another() -> bool:
        before = len(seen)
        seen.add(cache.Cache(tmp_path).program)
        return len(seen) > before

    assert not is_another()
    module = package / "inner" / "facts.py"
    module.write_text("one = 1\n")
    assert is_another()
    module.write_text("two = 22\n")
    assert is_another()
    about = module.stat()
    module.write_text("six = 66\n")
    os.utime(module, ns=(about.st_atime_ns, about.st_mtime_ns + 1))
    assert is_another()
    module.rename(package / "facts.py")
    assert is_another()
    installed = tmp_path / "site" / f"portalaudit-{cache.__version__}.dist-info"
    installed.mkdir()
    (installed / "RECORD").write_text("package/facts.py,sha256=one,9\n")
    assert is_another()
    (installed / "RECORD").write_text("package/facts.py,sha256=two,9\n")
    assert is_another()
    (package / "notes.txt").write_text("not a module")
    assert not is_another()


def test_every_library_that_compiles_is_told_with_its_version() -> None:
    names = [line.split()[0] for line in cache.libraries()]
    assert names == ["cel_expr_python.cel", "google.protobuf", "pydantic_core._pydantic_core", "yaml"]
    assert all(line.endswith(".dist-info") and len(line.split()) == 5 for line in cache.libraries())


def test_nothing_of_a_practice_is_kept(home: Path, compiled: list[int], capsys: Capture) -> None:
    portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    before = entry.read_bytes()
    Path("policies", "policy.yaml").write_text(POLICY)
    Path("policies", "waivers.yaml").write_text(WAIVERS)
    ran = portalaudit(capsys, *CHECK)
    # What people decide is read anew each time, and its report is the one of today.
    assert "Quincy wants to see them first" in ran.out
    assert "quincy-accepts" in ran.out
    assert ran == portalaudit(capsys, *CHECK, "--no-cache")
    assert only_entry(home).read_bytes() == before
    for word in (b"uincy", b"arguerite", b"kimlee", b"Kim Lee", str(home.parent).encode()):
        assert word not in before
    assert b"leavers" in before


def test_only_the_cache_folder_is_written(home: Path, capsys: Capture) -> None:
    def files() -> set[str]:
        return {path.relative_to(home.parent).as_posix() for path in home.parent.rglob("*")}

    before = files()
    portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    assert files() - before == {"home/.cache", "home/.cache/portalaudit", f"home/.cache/portalaudit/{entry.name}"}
    assert [oct(path.stat().st_mode & 0o777) for path in (entry, entry.parent, entry.parent.parent)] == [
        "0o600",
        "0o700",
        "0o700",
    ]


@pytest.mark.parametrize("how", ["flag", "environment", "file"])
def test_without_a_cache_none_is_read_or_written(
    how: str, home: Path, compiled: list[int], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "environment":
        monkeypatch.setenv("PORTALAUDIT_NO_CACHE", "1")
    elif how == "file":
        Path("portalaudit.toml").write_text("[check]\nno-cache = true\n")
    flags = ("--no-cache",) if how == "flag" else ()
    portalaudit(capsys, *CHECK, *flags)
    assert not (home / ".cache").exists()
    portalaudit(capsys, "rules")  # `check` alone has settings in a file
    portalaudit(capsys, *CHECK, *flags)
    assert len(compiled) == 3
    assert (home / ".cache").exists() is (how != "environment")


def test_the_cache_goes_where_the_user_says(
    home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere" / "caches"))
    portalaudit(capsys, *CHECK)
    assert len(list((tmp_path / "elsewhere" / "caches" / "portalaudit").iterdir())) == 1
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    portalaudit(capsys, *CHECK)
    assert not Path("relative").exists()
    only_entry(home)


def test_a_mac_has_another_place(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    portalaudit(capsys, *CHECK)
    assert len(list((home / "Library" / "Caches" / "portalaudit").iterdir())) == 1


# What may lie where an entry is looked for. Each is given the entry that was there.


class Program:
    """Runs a program when it is read from a pickle."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("ran",)


def _with_head(entry: Path, data: bytes, key: str = "") -> None:
    """An entry as this user's own program would write it."""
    key = key or entry.name.partition(".")[0]
    entry.write_bytes(cache._head(key, data) + data)


def _program_in_it(entry: Path) -> None:
    _with_head(entry, pickle.dumps(Program()))


def _program_in_a_value(entry: Path) -> None:
    _with_head(entry, pickle.dumps([Program()]))


def _another_value(entry: Path) -> None:
    _with_head(entry, pickle.dumps(groundwork.PurePosixPath("policies")))


def _half_a_value(entry: Path) -> None:
    _with_head(entry, entry.read_bytes()[len(cache._head("", b"")) + 64 : -100])


def _garbage(entry: Path) -> None:
    entry.write_bytes(os.urandom(5000))


def _garbage_with_head(entry: Path) -> None:
    _with_head(entry, os.urandom(5000))


def _empty(entry: Path) -> None:
    entry.write_bytes(b"")


def _truncated(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-1])


def _one_byte_changed(entry: Path) -> None:
    data = bytearray(entry.read_bytes())
    data[len(data) // 2] ^= 1
    entry.write_bytes(data)


def _of_another_key(entry: Path) -> None:
    data = entry.read_bytes()[len(cache._head(entry.stem, b"")) :]
    _with_head(entry, data, hashlib.sha256(b"another").hexdigest())


def _too_large(entry: Path) -> None:
    with entry.open("ab") as file:
        file.truncate(3 * cache.MOST_BYTES)


def _group_may_write(entry: Path) -> None:
    entry.chmod(0o660)


def _all_may_read(entry: Path) -> None:
    entry.chmod(0o644)


def _a_link(entry: Path) -> None:
    other = entry.with_name("other")
    entry.rename(other)
    entry.symlink_to(other)


def _a_pipe(entry: Path) -> None:
    entry.unlink()
    os.mkfifo(entry, 0o600)


POISON = [
    _program_in_it,
    _program_in_a_value,
    _another_value,
    _half_a_value,
    _garbage,
    _garbage_with_head,
    _empty,
    _truncated,
    _one_byte_changed,
    _of_another_key,
    _too_large,
    _group_may_write,
    _all_may_read,
    _a_link,
    _a_pipe,
]


@pytest.mark.slow
@pytest.mark.parametrize("poison", POISON)
def test_an_entry_that_may_not_be_trusted_is_written_again(
    poison: Callable[[Path], None], home: Path, compiled: list[int], capsys: Capture
) -> None:
    good = portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    poison(entry)
    assert portalaudit(capsys, *CHECK) == good
    assert len(compiled) == 2
    assert not Path("ran").exists()
    assert (entry.is_symlink(), entry.is_file(), entry.stat().st_mode & 0o777) == (False, True, 0o600)
    assert portalaudit(capsys, *CHECK) == good
    assert len(compiled) == 2


def test_a_folder_in_place_of_an_entry_is_left_alone(home: Path, compiled: list[int], capsys: Capture) -> None:
    good = portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    entry.unlink()
    entry.mkdir(mode=0o700)
    assert [portalaudit(capsys, *CHECK), portalaudit(capsys, *CHECK)] == [good, good]
    assert (len(compiled), entries(home)) == (3, [entry])


def _folder_for_the_group(folder: Path) -> None:
    folder.chmod(0o770)


def _folder_for_all_to_read(folder: Path) -> None:
    folder.chmod(0o755)


def _folder_behind_a_link(folder: Path) -> None:
    real = folder.with_name("real")
    folder.rename(real)
    folder.symlink_to(real, target_is_directory=True)


def _folder_is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder\n")


def _folder_is_a_link_to_nothing(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.with_name("nothing"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        _folder_for_the_group,
        _folder_for_all_to_read,
        _folder_behind_a_link,
        _folder_is_a_file,
        _folder_is_a_link_to_nothing,
    ],
)
def test_a_folder_that_may_not_be_trusted_is_not_used(
    spoil: Callable[[Path], None], home: Path, compiled: list[int], capsys: Capture
) -> None:
    good = portalaudit(capsys, *CHECK)
    folder = only_entry(home).parent
    spoil(folder)
    before = sorted((path, path.lstat().st_mtime_ns) for path in (home / ".cache").rglob("*"))
    assert [portalaudit(capsys, *CHECK), portalaudit(capsys, *CHECK)] == [good, good]
    assert len(compiled) == 3
    assert sorted((path, path.lstat().st_mtime_ns) for path in (home / ".cache").rglob("*")) == before


def test_what_another_user_owns_is_not_used(
    home: Path, compiled: list[int], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    before = entry.stat().st_mtime_ns
    monkeypatch.setattr(os, "geteuid", lambda: entry.stat().st_uid + 1)
    assert portalaudit(capsys, *CHECK) == good
    assert len(compiled) == 2
    assert entry.stat().st_mtime_ns == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator can give files away")
@pytest.mark.parametrize("given", ["entry", "folder"])
def test_what_was_given_to_another_user_is_not_used(
    given: str, home: Path, compiled: list[int], capsys: Capture
) -> None:
    good = portalaudit(capsys, *CHECK)
    entry = only_entry(home)
    os.chown(entry if given == "entry" else entry.parent, 1234, 1234)
    assert portalaudit(capsys, *CHECK) == good
    assert len(compiled) == 2


def test_nothing_is_left_in_the_home_of_another_user(
    home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: home.stat().st_uid + 1)
    assert portalaudit(capsys, *CHECK).code == 1
    assert list(home.iterdir()) == []


@contextlib.contextmanager
def _refusing(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(cache.os, name, refuse)
        yield


@pytest.mark.slow
@pytest.mark.parametrize("what", ["home is a file", "no home", "home is away"])
def test_without_a_place_for_it_a_run_goes_without(
    what: str, home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = portalaudit(capsys, *CHECK, "--no-cache")
    if what == "home is a file":
        home.rmdir()
        home.write_text("")
    elif what == "no home":
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    else:
        monkeypatch.setenv("HOME", "/proc/nowhere/at/all")
    assert portalaudit(capsys, *CHECK) == good


def test_a_full_disk_leaves_nothing_behind(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    good = portalaudit(capsys, *CHECK, "--no-cache")
    with _refusing(monkeypatch, "replace"):
        assert portalaudit(capsys, *CHECK) == good
    assert entries(home) == []


def test_a_cache_that_is_deleted_during_a_run_is_made_again(
    home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = portalaudit(capsys, *CHECK)
    shutil.rmtree(home / ".cache")
    real = pack_compiler.compile_packs

    def deleting(*given: object) -> object:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(exist_ok=True)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pack_compiler, "compile_packs", deleting)
    portalaudit(capsys, *CHECK)
    Path("policies", "own", "more.yaml").write_text(RULE.replace("id: leavers", "id: more"))
    portalaudit(capsys, *CHECK)
    Path("policies", "own", "more.yaml").unlink()
    assert portalaudit(capsys, *CHECK) == good
    only_entry(home)


@pytest.mark.slow
def test_two_runs_at_once_share_it(home: Path) -> None:
    command = [sys.executable, "-m", "portalaudit", *CHECK]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = {(run.communicate(timeout=300), run.returncode) for run in runs}
    assert len(told) == 1
    assert {code for _, code in told} == {1}
    assert only_entry(home).name.endswith(".compiled")


def test_old_entries_make_room(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    portalaudit(capsys, *CHECK)
    first = only_entry(home)
    os.utime(first, (1, 1))
    _another_rule()
    portalaudit(capsys, *CHECK)
    (second,) = set(entries(home)) - {first}
    os.utime(second, (2, 2))
    folder = first.parent
    (folder / "killed.unfinished").write_text("")
    os.utime(folder / "killed.unfinished", (1, 1))
    (folder / "running.unfinished").write_text("")
    (folder / "notes").write_text("not ours")
    _changed_rule()
    portalaudit(capsys, *CHECK)
    left = {path.name for path in entries(home)}
    assert {"notes", "running.unfinished", second.name} < left
    assert len(left) == 4
    assert first.name not in left


def _a_mistake() -> None:
    Path("policies", "own", "others.yaml").write_text(RULE.replace("id: leavers", "id: mistaken"))


def _a_mistake_of_spelling() -> None:
    Path("policies", "own", "others.yaml").write_text(
        RULE.replace("id: leavers", "id: others").replace("account.live", "account.lively")
    )


def _a_file_that_cannot_be_read() -> None:
    Path("policies", "own", "others.yaml").write_text("id: [others\n")


def _a_secret() -> None:
    rule = RULE.replace("id: leavers", "id: others").replace("They left.", "'Their password is Tr0ub4dor3xyz.'")
    Path("policies", "own", "others.yaml").write_text(rule)


def _attributes() -> None:
    Path("policies", "attributes").mkdir()
    Path("policies", "attributes", "account.schema.yaml").write_text(
        "type: object\nproperties: {badge: {type: string, description: Number of the badge}}\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil", [_a_mistake, _a_mistake_of_spelling, _a_file_that_cannot_be_read, _a_secret, _attributes]
)
def test_what_is_wrong_or_secret_is_not_kept(spoil: Callable[[], None], home: Path, capsys: Capture) -> None:
    spoil()
    runs = [portalaudit(capsys, *CHECK), portalaudit(capsys, *CHECK), portalaudit(capsys, *CHECK, "--no-cache")]
    assert runs[0] == runs[1] == runs[2]
    assert entries(home) == []


def test_a_mistake_in_what_is_not_kept_is_told_each_time(home: Path, compiled: list[int], capsys: Capture) -> None:
    Path("policies", "policy.yaml").write_text("packs: [own]\nrules: {leaver: {severity: low, reason: so}}\n")
    Path("policies", "waivers.yaml").write_text("waivers: [{id: one, rule: leavers}]\n")
    told: list[Ran] = [portalaudit(capsys, *CHECK, *flags) for flags in ([], [], ["--no-cache"])]
    assert told[0] == told[1] == told[2]
    assert told[0].code == 2
    assert "there is no rule `leaver`" in told[0].out
    assert len(compiled) == 2


def test_too_much_is_not_kept(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 1000)
    portalaudit(capsys, *CHECK)
    assert not (home / ".cache").exists()


def test_policies_named_by_a_full_path_are_compiled_each_time(home: Path, compiled: list[int], capsys: Capture) -> None:
    for _ in range(2):
        assert portalaudit(capsys, "rules", "-p", str(Path("policies").resolve())).code == 0
    assert (len(compiled), entries(home)) == (2, [])
