"""Completion in shells: what the completion script of a shell is, and what it is answered.

The script sets `_PORTALAUDIT_COMPLETE` and runs the program, which then answers with the words that could stand at the
cursor, writes nothing else, and says nothing where something is wrong.
"""

import contextlib
import os
from pathlib import Path

from click import Command
from click.shell_completion import (
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

PROGRAM = "portalaudit"
VARIABLE = "_PORTALAUDIT_COMPLETE"

_BASH = """\
%(complete_func)s() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        case $word in
            dir,*) compopt -o dirnames 2>/dev/null ;;
            file,*) compopt -o default 2>/dev/null ;;
            plain,*=) COMPREPLY+=("${word#plain,}"); compopt -o nospace 2>/dev/null ;;
            plain,*)
                word=${word#plain,}
                [[ $2 == [\\'\\"]* ]] || printf -v word %%q "$word"
                COMPREPLY+=("$word") ;;
        esac
    done < <(COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" PORTALAUDIT_WORD="$2" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(ShellComplete):
    """Bash takes `=`, `:`, `@` and brackets for ends of words, so what it has of a word is not said again."""

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        before = os.environ["COMP_LINE"][: int(os.environ["COMP_POINT"])]
        words = split_arg_string(before)
        is_begun = split_arg_string(f"{before}x")[-1] != "x"
        incomplete = words.pop() if is_begun else ""
        start = next((at for at, word in enumerate(words) if Path(word).name == PROGRAM), 0)
        return words[start + 1 :], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        _, incomplete = self.get_completion_args()
        word = os.environ.get("PORTALAUDIT_WORD", "").lstrip("'\"")
        had = len(incomplete) - len(word) if incomplete.endswith(word) else 0
        value = str(item.value)
        return f"{item.type},{value[had:] if value.startswith(incomplete[:had]) else value}"


class Zsh(ZshComplete):
    """Of `html=reports/au` the file begins behind the sign."""

    source_template = ZshComplete.source_template.replace("_path_files -f", "compset -P '*='; _path_files -f")


class Fish(FishComplete):
    """Of `html=reports/au` the file begins behind the sign, and a comma may stand in a word and in what is said of it.

    Fish puts what it is answered in the place of the whole word.
    """

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m1 ","').replace(
        "__fish_complete_path $metadata[2];",
        """set -l before (string match -r '^[^=]*=' -- $metadata[2]);
            for path in (__fish_complete_path (string replace -r '^[^=]*=' '' -- $metadata[2]));
                echo "$before$path";
            end;""",
    )


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def script(shell: str, program: Command) -> str:
    """The script that a shell reads once."""
    made = SHELLS[shell](program, {}, PROGRAM, VARIABLE)
    return made.source_template % made.source_vars()


def answer() -> int:
    """Print what could stand at the cursor; nothing where that cannot be said."""
    from portalaudit.cli.funnel import run  # noqa: PLC0415 -- keeps the scripts cheap to print

    for shell in SHELLS.values():
        add_completion_class(shell)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):
        return run([])
