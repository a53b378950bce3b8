"""`portalaudit schema`: JSON Schemas for editors and for readers of the JSON report."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from portalaudit.cli.completions import complete_from
from portalaudit.cli.funnel import Exit
from portalaudit.cli.paths import FolderType
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import write_out
from portalaudit.evaluate.cases import CasesFile
from portalaudit.evaluate.fact_cases import FactCasesFile
from portalaudit.imports.plan_json import schema as import_schema
from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.records.waivers import WaiversFile
from portalaudit.inventory.schema import DIALECT, inventory_schema, reference_schema, section_schema
from portalaudit.inventory.value_meanings import MEANINGS
from portalaudit.pipeline.baseline import BaselineFile
from portalaudit.policy.fact_compiler import FactsFile
from portalaudit.policy.frameworks import FrameworkFile
from portalaudit.policy.rule_records import PackFile, PolicyFile, RuleFile
from portalaudit.report.access_to_json import schema as access_schema
from portalaudit.report.cases_to_json import schema as test_schema
from portalaudit.report.differences_to_json import schema as diff_schema
from portalaudit.report.history_to_json import schema as history_schema
from portalaudit.report.roll_up_to_json import schema as summary_schema
from portalaudit.report.to_json import schema as report_schema
from portalaudit.sheets.map_files import ListMap
from portalaudit.source.editor_schema import for_editors
from portalaudit.source.record_json import json_schema

ANSWERS: Mapping[str, Callable[[], str]] = {
    "report": report_schema,
    "access": access_schema,
    "diff": diff_schema,
    "history": history_schema,
    "import": import_schema,
    "summary": summary_schema,
    "test": test_schema,
}
"""What commands write as JSON, and the schema of each."""
_FILES: Mapping[str, Any] = {
    "policy": PolicyFile,
    "rule": RuleFile,
    "pack": PackFile,
    "cases": CasesFile,
    "facts": FactsFile,
    "fact-cases": FactCasesFile,
    "waivers": WaiversFile,
    "framework": FrameworkFile,
    "map": ListMap,
    "baseline": BaselineFile,
}
POLICY_FILES = (*(kind for kind in _FILES if kind not in ("map", "baseline")), "reference")
"""The kinds of files below a policies folder."""
SETTINGS = "settings"
_KNOWN = (*SECTIONS, *ANSWERS, *_FILES, "reference", SETTINGS)


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("section", required=False, shell_complete=complete_from(lambda: _KNOWN))
@click.option(
    "--write",
    "written",
    is_flag=False,
    flag_value=".",
    type=FolderType(),
    metavar="[DIR]",
    help="Write the schemas into schema/ of a practice's folder (default: this one), and editor settings where there "
    "are none.",
)
@click.option(
    "--check",
    "checked",
    is_flag=False,
    flag_value=".",
    type=FolderType(),
    metavar="[DIR]",
    help="Exit with 1 where the schemas in schema/ of a practice's folder are not those of this version.",
)
def command(section: str | None, written: Path | None, checked: Path | None) -> int:
    """Print the JSON Schema of an inventory file, of one SECTION of it, or of the JSON that a command writes.

    That is `report`, `summary`, `access`, `diff`, `history`, `import` or `test`. There is one of a `map` too, the file
    that says how a list for `portalaudit import` is written, and of a `baseline`, the file of findings that are known.
    And of policy files: `policy` (policy.yaml), `rule`, `pack` (pack.yaml), `cases` (a rule's cases), `facts`
    (facts/account.yaml and its like), `fact-cases`, `waivers` (waivers.yaml), `framework` (a file in frameworks/) and
    `reference` (a file in reference/). That of `settings` is for portalaudit.toml.
    """
    if sum(one is not None for one in (section, written, checked)) > 1:
        raise click.UsageError("SECTION, --write and --check are three different things. Give one of them.")
    if written is not None or checked is not None:
        from portalaudit.cli.practice_schemas import check, write  # noqa: PLC0415 -- that one imports this one

        return write(written) if written is not None else check(checked or Path())
    if section is not None and section not in _KNOWN:
        raise click.UsageError(f"there is no schema of '{section}'.{did_you_mean(section, _KNOWN)}")
    write_out([schema_text(section)])
    return Exit.CLEAN


def schema_text(section: str | None) -> str:
    """The JSON Schema of an inventory file (None), a section of it, a command's answer, or another file."""
    if section is not None and section in ANSWERS:
        return f"{ANSWERS[section]()}\n"
    if section is not None and section in _FILES:
        kind = _FILES[section]
        whole = {"$schema": DIALECT, **json_schema(kind), "title": f"portalaudit {section} file"}
        found = for_editors(whole, MEANINGS)
    elif section == "reference":
        found = reference_schema()
    elif section == SETTINGS:
        from portalaudit.cli.settings_schema import settings_schema  # noqa: PLC0415 -- it reads the flags of every command

        found = settings_schema()
    else:
        found = inventory_schema() if section is None else section_schema(section)
    return f"{json.dumps(found, indent=2, ensure_ascii=False)}\n"
