"""Completion in shells: what is offered, that nothing is written, and that nothing is said where something is wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portalaudit.cli.shells import SHELLS, answer
from tests.cli.repositories import git, repository
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
PROGRAM = Path(sys.executable).parent


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice with one rule of its own and one portal."""
    home = tmp_path / "home"
    for path, text in {
        "inventory/all.yaml": PRACTICE + LEAVER,
        "policies/own/pack.yaml": PACK,
        "policies/own/leavers.yaml": RULE,
        "policies/policy.yaml": "packs: [own]\n",
    }.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("CONFIG", "INVENTORY", "POLICIES"):
        monkeypatch.delenv(f"PORTALAUDIT_{name}", raising=False)
    return home


def offered(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, line: str, shell: str = "bash", word: str | None = None
) -> list[str]:
    """What the program answers a shell at the end of a line; nothing else may be printed."""
    words = line.split(" ")
    said = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "PORTALAUDIT_WORD": words[-1] if word is None else word}
    if shell == "zsh":
        said = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        said = {"COMP_WORDS": line, "COMP_CWORD": words[-1]}
    for name, value in {**said, "_PORTALAUDIT_COMPLETE": f"{shell}_complete"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        answer()
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("portalaudit hist", ["history"]),
        ("/usr/bin/portalaudit policy s", ["show"]),
        ("TZ=UTC portalaudit hist", ["history"]),
        ("portalaudit check --fail-on ", ["critical", "high", "medium", "low"]),
        ("portalaudit check --select lea", ["leavers"]),
        ("portalaudit check --ignore ps", ["PS-4"]),
        ("portalaudit check --select nist", ["nist-800-53", "nist-800-53:PS-4"]),
        ("portalaudit check --select leavers,PS", ["leavers,PS-4"]),
        ("portalaudit check -o js", ["json="]),
        ("portalaudit access -o x", ["xlsx="]),
        ("portalaudit access --portal ", ["nmp"]),
        ("portalaudit access --person ki", ["kim", "kimlee"]),
        ("portalaudit explain ", ["leavers", "nmp-kim", "nmp", "kim", "kimlee"]),
        ("portalaudit rules --control PS", ["PS-4"]),
        ("portalaudit rules --subject a", ["account"]),
        ("portalaudit test --select l", ["leavers"]),
        ("portalaudit schema accou", ["accounts"]),
        ("portalaudit mac OR", ["OR"]),
        ("portalaudit new rule x --for pe", ["person"]),
        ("portalaudit completion ", ["bash", "zsh", "fish"]),
        ("portalaudit check --color ", ["auto", "always", "never"]),
        ("portalaudit check --no-pro", ["--no-progress"]),
        ("portalaudit facts vend", ["vendor", "vendor_access"]),
        ("portalaudit fields co", ["cob"]),
        ("portalaudit fields other", ["other_carrier_primary"]),
    ],
)
def test_words_that_go_on_are_offered(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, line: str, words: list[str]
) -> None:
    assert offered(monkeypatch, capsys, line) == [f"plain,{word}" for word in words]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("portalaudit check -o json=re", "file"),
        ("portalaudit check -p pol", "dir"),
        ("portalaudit check inv", "dir"),
        ("portalaudit check -c por", "file"),
        ("portalaudit import ros", "file"),
    ],
)
def test_files_and_folders_are_left_to_the_shell(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, line: str, kind: str
) -> None:
    assert [answer.partition(",")[0] for answer in offered(monkeypatch, capsys, line)] == [kind]


def test_what_bash_has_of_a_word_is_not_said_again(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Bash takes `:` for the end of a word, and puts an answer in the place of what is behind it."""
    line = "portalaudit check --select nist-800-53:P"
    assert offered(monkeypatch, capsys, line, word="P") == ["plain,PS-4"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_words_with_what_they_mean(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, shell: str
) -> None:
    said = {"zsh": ["plain", "leavers", "People who have left hold no live account"]}
    one_line = ["plain,leavers\tPeople who have left hold no live account"]
    assert offered(monkeypatch, capsys, "portalaudit check --select lea", shell) == said.get(shell, one_line)


def test_the_practices_of_the_config_file_are_offered(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (practice / "portalaudit.toml").write_text('[[practice]]\ninventory = "inventory"\nname = "alder"\n')
    assert offered(monkeypatch, capsys, "portalaudit check al") == ["plain,alder", "dir,al"]
    assert offered(monkeypatch, capsys, "portalaudit access alder --portal n") == ["plain,nmp"]
    monkeypatch.chdir(practice.parent)
    assert offered(monkeypatch, capsys, "portalaudit access home/inventory --portal n") == ["plain,nmp"]


def test_branches_and_tags_are_offered(practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert offered(monkeypatch, capsys, "portalaudit check --base ma") == [""]
    repository(practice, {}, "-b", "main")
    git(practice, "tag", "march")
    git(practice, "branch", "new-login")
    git(practice, "update-ref", "refs/remotes/origin/main", "HEAD")
    for line in ("check --base ", "diff ", "diff main ", "check inventory --base "):
        words = offered(monkeypatch, capsys, f"portalaudit {line}")
        assert words == [f"plain,{name}" for name in ("main", "new-login", "origin/main", "march")]
    monkeypatch.chdir(practice.parent)
    assert offered(monkeypatch, capsys, "portalaudit check home/inventory --base mai") == ["plain,main"]


def test_nothing_is_written(practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    before = sorted(practice.parent.rglob("*"))
    assert offered(monkeypatch, capsys, "portalaudit explain lea") == ["plain,leavers"]
    assert sorted(practice.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("inventory/all.yaml", "staff: [\n"),
        ("inventory/all.yaml", "portals: {nmp: x}\naccounts: [1, [2]]\nstaff: text\n"),
        ("policies/policy.yaml", "packs: text\n"),
        ("policies/own/leavers.yaml", "id: [\n"),
        ("portalaudit.toml", "[check\n"),
        ("portalaudit.toml", "[[practice]]\n"),
    ],
)
def test_a_wrong_file_says_nothing(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, path: str, text: str
) -> None:
    (practice / path).write_text(text)
    for line in ("check --select x", "access --portal x", "access --person x", "check x"):
        assert [one for one in offered(monkeypatch, capsys, f"portalaudit {line}") if one.startswith("plain")] == []


def test_a_bug_says_nothing(practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("portalaudit.cli.completions.items", lambda *_: 1 / 0)
    monkeypatch.setenv("_PORTALAUDIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", "portalaudit check --select x")
    monkeypatch.setenv("COMP_POINT", "28")
    assert answer() == 3
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_for_each_shell(capsys: Capture, shell: str) -> None:
    ran = portalaudit(capsys, "completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_PORTALAUDIT_COMPLETE={shell}_complete" in ran.out


def test_another_shell_is_refused(capsys: Capture) -> None:
    ran = portalaudit(capsys, "completion", "tcsh")
    assert ran.code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in ran.err


IN_BASH = """\
eval "$(portalaudit completion bash)"
COMP_LINE=$1 COMP_POINT=${#1}
_portalaudit_completion portalaudit "$2" ""
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("line", "word", "words"),
    [
        ("portalaudit check --select lea", "lea", ["leavers"]),
        ("portalaudit check --select nist-800-53:P", "P", ["PS-4"]),
        ("portalaudit check -o js", "js", ["json="]),
        ("portalaudit check --select a(", "", ["b\\)"]),
        ("portalaudit check --select 'a(", "'a(", ["a(b)"]),
    ],
)
def test_bash_itself_completes(practice: Path, line: str, word: str, words: list[str]) -> None:
    rule = practice / "policies/own/leavers.yaml"
    rule.write_text(RULE.replace("[PS-4]", "[PS-4, 'a(b)']"))
    environment = {**os.environ, "PATH": f"{PROGRAM}:/usr/bin:/bin"}  # noqa: TID251 -- where bash is
    done = subprocess.run(
        ["bash", "--norc", "-c", IN_BASH, "bash", line, word],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    # Without a terminal there is nothing that `compopt` could set.
    assert (done.stdout.splitlines(), done.stderr) == (words, "")


def in_shell(shell: str, *arguments: str) -> str:
    """What a shell prints that finds the program on its path."""
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    environment = {**os.environ, "PATH": f"{PROGRAM}:/usr/bin:/bin"}  # noqa: TID251 -- where the shells are
    done = subprocess.run([shell, *arguments], capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_fish_itself_completes(practice: Path) -> None:
    script = 'portalaudit completion fish | source; complete -C "portalaudit check --select lea"'
    assert in_shell("fish", "--no-config", "-c", script) == "leavers\tPeople who have left hold no live account\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("check -o html=po", ["html=policies/"]),
        ("check -c pol", ["policies/"]),
        ("check --select leavers,PS", ["leavers,PS-4"]),
    ],
)
def test_fish_completes_files_behind_a_format_and_words_behind_a_comma(
    practice: Path, line: str, words: list[str]
) -> None:
    script = f'portalaudit completion fish | source; complete -C "portalaudit {line}"'
    said = in_shell("fish", "--no-config", "-c", script).splitlines()
    assert [one.split("\t")[0] for one in said] == words


IN_ZSH = """\
autoload -Uz compinit; compinit -u -D
eval "$(portalaudit completion zsh)"
print ${_comps[portalaudit]}
compadd() { print -l -- $completions }
_describe() { print -l -- $completions_with_descriptions }
words=(portalaudit check --select lea) CURRENT=4
_portalaudit_completion
"""


@pytest.mark.slow
def test_zsh_itself_completes(practice: Path) -> None:
    """Its function for the program is in place and asks for the right words."""
    said = in_shell("zsh", "-f", "-c", IN_ZSH).splitlines()
    assert said == ["_portalaudit_completion", "leavers:People who have left hold no live account"]
