"""Which folders a run reads."""

from pathlib import Path

import click

from portalaudit.cli.layers import laid_over, read_layer, read_layers
from portalaudit.cli.shipped import policies_dir
from portalaudit.model import Problem
from portalaudit.pipeline import PolicyFiles

SHIPPED = "portalaudit-policies"
"""What the paths of the shipped policies begin with in messages."""

DEFAULT_POLICIES = Path("policies")


def inventory_folder(root: Path) -> Path:
    """The folder to judge, relative where it lies below the current one.

    Raises click.UsageError where there is none.
    """
    if root.is_file():
        raise click.UsageError(f"'{root}' is a file. Name the folder that it is in: '{root.parent}'.")
    if not root.is_dir():
        raise click.UsageError(
            f"there is no folder '{root}'. Name the folder that holds the practice's YAML files, for example "
            "`portalaudit check inventory/my-practice`."
        )
    below = relative(root, Path.cwd())
    return root if below is None else Path(below)


def relative(inner: Path, outer: Path) -> str | None:
    """Where a folder lies below another one; None where it does not."""
    try:
        return inner.resolve().relative_to(outer.resolve()).as_posix()
    except ValueError:
        return None


def read_policies(own: Path | None) -> tuple[PolicyFiles, tuple[Problem, ...]]:
    """The shipped policies under the practice's own: a pack or reference file of the same name takes the shipped place.

    Between them lie the policies that the practice's own extends.
    `own` is the folder asked for; None means `policies/` if there is one, else only what is shipped.
    """
    shipped = policies_dir()
    folder = own if own is not None else (DEFAULT_POLICIES if DEFAULT_POLICIES.is_dir() else None)
    if folder is not None and not folder.is_dir():
        raise click.UsageError(f"there is no folder '{folder}'. Name the folder that holds policy.yaml or a pack.")
    layers, problems = read_layers(folder) if folder is not None else ((), ())
    ours = () if layers and layers[0].folder == shipped.resolve() else (read_layer(shipped, SHIPPED),)
    return laid_over((*layers, *ours)), (*(p for layer in ours for p in layer.problems), *problems)
