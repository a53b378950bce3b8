"""A command whose flags have defaults in a config file, and which may be about one of the practices that it lists."""

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum, auto
from pathlib import Path
from typing import Any, TypeVar

import click

from portalaudit.cli.command_help import write_options
from portalaudit.cli.discovery import find_policies
from portalaudit.cli.listed_practices import (
    ListedPractice,
    chosen_practices,
    listed_practices,
    lists_practices,
    names,
    practices_here,
)
from portalaudit.cli.outputs import OF_THE_RUN, Output
from portalaudit.cli.setting_values import is_written_to
from portalaudit.cli.settings import (
    AskedSettings,
    FileSetting,
    SettingsInEffect,
    keep,
    keep_asked,
    names_of,
    read_settings,
)
from portalaudit.cli.settings_file import CONFIG_VARIABLE, SettingsFile, settings_file
from portalaudit.cli.toml_places import Route
from portalaudit.source.ways import way

Decorated = TypeVar("Decorated")

CONFIG_OPTION = click.option(
    "-c",
    "--config",
    envvar=CONFIG_VARIABLE,
    metavar="FILE",
    type=click.Path(),
    expose_value=False,
    help="File with settings for these flags. [default: the nearest portalaudit.toml from the inventory upward]",
)


class Several(StrEnum):
    """What a command does where a config file lists several practices and the command line names none."""

    REFUSE = auto()
    EACH = auto()
    NONE = auto()


class PracticeContext(click.Context):
    """The context of a command; of one about each practice of several, that of one of them."""

    def __init__(self, *args: Any, practice: ListedPractice | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice


class SettingsCommand(click.Command):
    """A command that reads the defaults of its flags from the config file.

    One that reads policies and no inventory goes by the policies of all practices, where these are the same.
    """

    context_class = PracticeContext

    def __init__(self, *args: Any, several: Several = Several.REFUSE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.several = several

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        keep(ctx, None)
        if ctx.resilient_parsing and args and self._wants_value(args[-1]):
            # A shell completes its value. With it, click would leave out the inventory that stands before it.
            args = args[:-1]
        given = self._given(ctx, args)
        if given is not None:
            # A shell that completes a word wants to know what counts, and no mistakes.
            with contextlib.suppress(*((click.ClickException,) if ctx.resilient_parsing else ())):
                self._take_settings(ctx, given)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)

    def _wants_value(self, word: str) -> bool:
        options = (param for param in self.params if isinstance(param, click.Option))
        return any(word in option.opts and not (option.is_flag or option.count) for option in options)

    def typed_inventory(self, given: Mapping[str, Any]) -> str | None:
        """The inventory that the command line names, not yet looked at."""
        return _text(given.get("inventory"))

    def reads_inventory(self) -> bool:
        """Whether the command is about one practice."""
        return any(param.name == "inventory" for param in self.params)

    def _given(self, ctx: click.Context, args: list[str]) -> Mapping[str, Any] | None:
        """What the command line gives for each parameter; None where it asks for help or cannot be read."""
        try:
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        except click.UsageError:
            return None  # parsing it again says why
        for_help = self.get_help_option(ctx)
        return None if for_help is not None and given.get(str(for_help.name)) is True else given

    def _take_settings(self, ctx: click.Context, given: Mapping[str, Any]) -> None:
        typed = self.typed_inventory(given) or os.environ.get("PORTALAUDIT_INVENTORY") or None
        if typed is not None and "\0" in typed:
            return  # no folder has such a name, and its own type says so
        file = settings_file(_named(given), typed) or (typed and _that_lists(typed)) or None
        found, policies = self._found(ctx, file, typed, given) if file else (None, None)
        keep_asked(ctx, AskedSettings(_named(given), typed))
        found = self._by_base(ctx, found, typed, given)
        keep(ctx, found)
        if found is None:
            return
        # The branch's policies are read as well, to say what changes of them.
        own_policies = {one.parameter: one.value for one in found.settings if one.parameter == "policies"}
        of_file = {one.parameter: one.value for one in found.counting if one.parameter != "policies"} | own_policies
        ctx.default_map = of_file if policies is None else {"policies": policies, **of_file}

    def _found(
        self, ctx: click.Context, file: SettingsFile, typed: str | None, given: Mapping[str, Any]
    ) -> tuple[SettingsInEffect, Path | None]:
        if lists_practices(file):
            return self._of_practices(ctx, file, typed, given)
        found = SettingsInEffect(file, read_settings(file, names_of(ctx), self.params, None))
        file.raise_faults()
        return found, None

    def _by_base(
        self, ctx: click.Context, found: SettingsInEffect | None, typed: str | None, given: Mapping[str, Any]
    ) -> SettingsInEffect | None:
        """The settings with what the base's file decides, where there is a base."""
        if not any(isinstance(one, click.Option) and one.name == "base" for one in self.params):
            return found
        of_file = (one.value for one in found.settings if one.parameter == "base") if found else ()
        written = _text(given.get("base")) or os.environ.get("PORTALAUDIT_BASE") or next(iter(of_file), None)
        if not written or ctx.resilient_parsing:
            return found
        from portalaudit.cli import base_settings  # noqa: PLC0415 -- only a run against a base pays for it

        tree = base_settings.base_tree(written, found, typed)
        if tree is None:
            return found
        is_whole = typed is None and not (isinstance(ctx, PracticeContext) and ctx.practice is not None)
        lost = base_settings.only_at_base(ctx, tree, found) if is_whole else ()
        if found is None or not (found.several or lost):
            return base_settings.by_base(ctx, tree, found, typed)
        here = found.several or (() if found.practice is None else (found.practice,))
        whole = read_settings(found.file, names_of(ctx), self.params, None)
        return SettingsInEffect(found.file, whole, several=(*here, *lost))

    def _of_practices(
        self, ctx: click.Context, file: SettingsFile, typed: str | None, given: Mapping[str, Any]
    ) -> tuple[SettingsInEffect, Path | None]:
        """What is in effect of a file that lists practices, and the policies of them all where only these matter."""
        command, listed = names_of(ctx), listed_practices(file)
        whole = read_settings(file, command, self.params, None)
        read = {one: read_settings(file, command, self.params, one) for one in listed}
        if self.reads_inventory():
            refuse_shared(file, command, self.params, read)
        file.raise_faults()
        if not self.reads_inventory():
            policies = None if self.several is Several.NONE else self._policies_of(file, listed, read, given)
            return SettingsInEffect(file, whole, several=listed), policies
        chosen = self._chosen(ctx, file, listed, typed)
        if len(chosen) != 1:
            return SettingsInEffect(file, whole, several=chosen or listed), None
        settings = read.get(chosen[0]) or read_settings(file, command, self.params, chosen[0])
        return SettingsInEffect(file, settings, chosen[0]), None

    def _chosen(
        self, ctx: click.Context, file: SettingsFile, listed: tuple[ListedPractice, ...], typed: str | None
    ) -> tuple[ListedPractice, ...]:
        if isinstance(ctx, PracticeContext) and ctx.practice is not None:
            return (ctx.practice,)
        if self.several is Several.NONE and typed is None:
            return practices_here(listed)
        chosen = chosen_practices(file, listed, typed)
        if len(chosen) > 1 and self.several is Several.REFUSE:
            raise click.UsageError(
                f"{file.path} lists {len(chosen)} practices. Name one as the inventory: {names(chosen)}.", ctx
            )
        return chosen

    def _policies_of(
        self,
        file: SettingsFile,
        listed: Iterable[ListedPractice],
        read: Mapping[ListedPractice, Sequence[FileSetting]],
        given: Mapping[str, Any],
    ) -> Path | None:
        """The policies that the practices of the current folder have in common; None where they have none.

        Raises click.UsageError where they have several and the command line names none.
        """
        if _text(given.get("policies")) or os.environ.get("PORTALAUDIT_POLICIES"):
            return None
        found: dict[str, Path | None] = {}
        for one in practices_here(listed):
            own = next((each.value for each in read[one] if each.parameter == "policies"), None)
            folder = own or find_policies(one.inventory).folder
            found.setdefault(os.path.realpath(folder) if folder else "", folder)
        if len(found) > 1:
            shown = [f"-p {way(each)}" for each in found.values() if each]
            raise click.UsageError(
                f"the practices of {file.path} have different policies. Name those that you mean: {' or '.join(shown)}."
            )
        return next(iter(found.values()), None)


def refuse_shared(
    file: SettingsFile,
    command: Route,
    params: Iterable[click.Parameter],
    read: Mapping[ListedPractice, Sequence[FileSetting]],
) -> None:
    """Keep a fault in the file for each place that two practices would be written to."""
    written = {param.name: param for param in params if is_written_to(command, param)}
    seen: dict[str, tuple[ListedPractice, FileSetting]] = {}
    for practice, settings in read.items():
        for one in settings:
            for place in _places(one.value) if one.parameter in written else ():
                first, _ = seen.setdefault(os.path.realpath(place), (practice, one))
                if first is not practice:
                    spot, name = file.places.value(one.route), place.as_posix()
                    file.refuse(
                        spot,
                        f"'{name}' would be written for {first.name} and for {practice.name}. Put {{name}} into its "
                        "name, which stands for that of the practice, as in 'reports/{name}.html'.",
                    )


def _places(value: object) -> Iterable[Path]:
    for one in value if isinstance(value, tuple) else (value,):
        place = one.path if isinstance(one, Output) else one
        if isinstance(place, Path) and not (isinstance(one, Output) and one.format == OF_THE_RUN):
            yield place


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _named(given: Mapping[str, Any]) -> str | None:
    """The config file that is named; an empty name is one too."""
    named = _text(given.get("config"))
    return os.environ.get(CONFIG_VARIABLE) if named is None else named


def _that_lists(inventory: str) -> SettingsFile | None:
    """The config file from the current folder upward, if it lists this inventory, which lies in a clone of its own."""
    file = settings_file(None, None)
    if file is None or not lists_practices(file):
        return None
    real = os.path.realpath(inventory)
    return file if any(os.path.realpath(one.inventory) == real for one in listed_practices(file)) else None
