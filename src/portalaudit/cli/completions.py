"""The words that a shell may complete: rules, controls, portals, people, practices, and what else has a name.

They are read anew from the files, as far as these can be read; nothing is compiled and nothing is written. Everything
is imported where it is needed, because every command has these functions at its flags.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from portalaudit.source.files import Text

MOST_BYTES = 4_000_000
"""Of an inventory that is larger nothing is offered: reading it takes longer than someone waits for a word."""

Words = dict[str, str]
"""Words, each with what is said of it; empty where nothing is."""

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def items(words: Words, incomplete: str) -> "list[CompletionItem]":
    """Those that go on from what is typed; behind a comma another one begins."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only a shell that completes needs it

    before, comma, begun = incomplete.rpartition(",")
    wanted = {word: said for word, said in words.items() if word.casefold().startswith(begun.casefold())}
    return [CompletionItem(f"{before}{comma}{word}", help=said or None) for word, said in wanted.items()]


def _completer(words: Callable[[click.Context], Words]) -> Completer:
    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        return items(words(ctx), incomplete)

    return complete


def _policies(ctx: click.Context) -> "Iterator[tuple[Text, dict[str, Any]]]":
    """The files of the policies that count for a command line, with what stands in them."""
    from portalaudit.cli.folders import policies_for, policies_here, read_policies  # noqa: PLC0415 -- as above
    from portalaudit.source.load import load  # noqa: PLC0415 -- as above

    own, inventory = ctx.params.get("policies"), ctx.params.get("inventory")
    if own is None and isinstance(inventory, Path) and inventory.is_dir():
        own = policies_for(inventory, None).folder
    files, _ = read_policies(policies_here(own), shipped_cases=False)
    for text in files.texts:
        document, _ = load(text)
        if document is not None:
            yield text, document.data


def _rules(ctx: click.Context) -> Iterator[dict[str, Any]]:
    """The rules of the packs in use."""
    from portalaudit.policy.packs import is_rule  # noqa: PLC0415 -- as above

    found = [*_policies(ctx)]
    packs = {text.inside.partition("/")[0]: data for text, data in found if text.inside.endswith("/pack.yaml")}
    chosen = next((data["packs"] for text, data in found if text.inside == "policy.yaml" and "packs" in data), None)
    used = (
        chosen if isinstance(chosen, list) else [name for name, pack in packs.items() if pack.get("default") == "true"]
    )
    for text, data in found:
        if is_rule(text.inside) and text.inside.partition("/")[0] in used and isinstance(data.get("id"), str):
            yield data


def _rule_names(ctx: click.Context) -> Words:
    return {rule["id"]: str(rule.get("title", "")) for rule in _rules(ctx)}


def _control_names(ctx: click.Context) -> Words:
    """Frameworks and their controls, each with and without the framework."""
    found: Words = {}
    for rule in _rules(ctx):
        controls = rule.get("controls")
        for framework, ids in controls.items() if isinstance(controls, dict) else ():
            found[framework] = "framework"
            for one in filter(lambda one: isinstance(one, str), ids if isinstance(ids, list) else ()):
                found |= {one: framework, f"{framework}:{one}": ""}
    return dict(sorted(found.items()))


def _records(ctx: click.Context, section: str) -> Iterator[dict[str, Any]]:
    """The records of a section of the inventory that a command line means."""
    from portalaudit.source.files import read_folder  # noqa: PLC0415 -- as above
    from portalaudit.source.load import load  # noqa: PLC0415 -- as above

    inventory = ctx.params.get("inventory") or Path("inventory")
    if not isinstance(inventory, Path) or not inventory.is_dir():
        return
    texts, _ = read_folder(inventory)
    if sum(len(text.data) for text in texts) > MOST_BYTES:
        return
    for text in texts:
        document, _ = load(text)
        records = document.data.get(section) if document is not None else None
        yield from (one for one in records if isinstance(one, dict)) if isinstance(records, list) else ()


def _named(ctx: click.Context, section: str, *keys: str) -> Words:
    """What the records of a section are called; `id` first, and the name beside it."""
    return {
        word: "" if key == "name" else str(one.get("name", ""))
        for key in keys
        for one in _records(ctx, section)
        if isinstance(word := one.get(key), str)
    }


def _portals(ctx: click.Context) -> Words:
    return _named(ctx, "portals", "id")


def _people(ctx: click.Context) -> Words:
    return {**_named(ctx, "staff", "id"), **_named(ctx, "accounts", "login")}


def _explained(ctx: click.Context) -> Words:
    return {**_rule_names(ctx), **_named(ctx, "accounts", "id"), **_portals(ctx), **_people(ctx)}


def _subjects(ctx: click.Context) -> Words:
    found = (rule.get("for") for rule in _rules(ctx))
    return dict.fromkeys(sorted({one for one in found if isinstance(one, str)}), "")


def _commits(ctx: click.Context) -> Words:
    """Branches and tags of the repository that holds the inventory, else of that of the current folder."""
    from portalaudit.cli.git import names, repository  # noqa: PLC0415 -- as above

    inventory = ctx.params.get("inventory")
    top = repository((inventory if isinstance(inventory, Path) and inventory.is_dir() else Path()).resolve())
    return dict.fromkeys(names(top), "") if top is not None else {}


def _entities(ctx: click.Context) -> Words:
    """What facts are of, the practice's own among them."""
    from portalaudit.cli.folders import policies_here, read_policies  # noqa: PLC0415 -- as above
    from portalaudit.pipeline.policies import own_vocabulary  # noqa: PLC0415 -- as above

    files, _ = read_policies(policies_here(ctx.params.get("policies")), shipped_cases=False)
    vocabulary, _ = own_vocabulary(files)
    return {name: one.meaning for name, one in sorted(vocabulary.entities.items())}


def _elements(ctx: click.Context) -> Words:
    """Questions to a clearinghouse and what leads from each to the portal."""
    found: Words = {}
    for _, data in _policies(ctx):
        elements = data.get("element_comparison")
        for one in elements if isinstance(elements, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                triggers = one.get("triggers")
                found |= {one["id"]: str(one.get("title", ""))}
                found |= dict.fromkeys(map(str, triggers if isinstance(triggers, list) else ()), "")
    return found


complete_rules = _completer(lambda ctx: {**_rule_names(ctx), **_control_names(ctx)})
complete_controls = _completer(_control_names)
complete_portals = _completer(_portals)
complete_people = _completer(_people)
complete_explained = _completer(_explained)
complete_subjects = _completer(_subjects)
complete_commits = _completer(_commits)
complete_entities = _completer(_entities)
complete_elements = _completer(_elements)


def complete_inventory(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The names of the practices that the config file lists, and folders."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- as above

    from portalaudit.cli.listed_practices import listed_practices, lists_practices  # noqa: PLC0415 -- as above
    from portalaudit.cli.settings_file import settings_file  # noqa: PLC0415 -- as above

    file = None
    with contextlib.suppress(click.ClickException):
        file = settings_file(None, None)
    listed = listed_practices(file) if file is not None and lists_practices(file) else ()
    named = items({one.name: one.inventory.as_posix() for one in listed}, incomplete)
    return [*named, CompletionItem(incomplete, type="dir")]


def complete_from(words: Callable[[], Iterable[str]]) -> Completer:
    """A completer for words that the program knows; they are asked for when one is completed."""
    return _completer(lambda _ctx: dict.fromkeys(words(), ""))
