"""`portalaudit schema`: JSON Schemas for editors and for readers of the JSON report."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import click

from portalaudit.cli.completions import complete_from
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import write_out
from portalaudit.evaluate.cases import CasesFile
from portalaudit.evaluate.fact_cases import FactCasesFile
from portalaudit.imports.plan_json import schema as import_schema
from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.records.waivers import WaiversFile
from portalaudit.inventory.schema import DIALECT, inventory_schema, section_schema
from portalaudit.policy.frameworks import FrameworkFile
from portalaudit.policy.rule_records import PackFile, PolicyFile, RuleFile
from portalaudit.policy.shared_facts import FactsFile
from portalaudit.report.access_to_json import schema as access_schema
from portalaudit.report.to_json import schema as report_schema
from portalaudit.sheets.map_files import ListMap
from portalaudit.source.record_json import json_schema

ANSWERS: Mapping[str, Callable[[], str]] = {
    "report": report_schema,
    "access": access_schema,
    "import": import_schema,
}
"""What commands write as JSON, and the schema of each."""
POLICY_FILES: Mapping[str, Any] = {
    "policy": PolicyFile,
    "rule": RuleFile,
    "pack": PackFile,
    "cases": CasesFile,
    "facts": FactsFile,
    "fact-cases": FactCasesFile,
    "waivers": WaiversFile,
    "framework": FrameworkFile,
}
"""The kinds of files below a policies folder, and what each holds."""
_FILES: Mapping[str, Any] = {**POLICY_FILES, "map": ListMap}


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("section", required=False, shell_complete=complete_from(lambda: (*SECTIONS, *ANSWERS, *_FILES)))
def command(section: str | None) -> None:
    """Print the JSON Schema of an inventory file, of one SECTION of it, or of JSON: `report`, `access`, `import`.

    Of a `map` too, the file that says how a list for `portalaudit import` is written. And of policy files: `policy`
    (policy.yaml), `rule`, `pack` (pack.yaml), `cases` (a rule's cases), `facts` (facts/account.yaml and its like),
    `fact-cases`, `waivers` (waivers.yaml) and `framework` (a file in frameworks/).
    """
    known = (*SECTIONS, *ANSWERS, *_FILES)
    if section is not None and section not in known:
        raise click.UsageError(f"there is no schema of '{section}'.{did_you_mean(section, known)}")
    write_out([schema_text(section)])


def schema_text(section: str | None) -> str:
    """The JSON Schema of an inventory file (None), a section of it, a command's answer, a map or a policy file."""
    if section is not None and section in ANSWERS:
        return f"{ANSWERS[section]()}\n"
    if section is not None and section in _FILES:
        kind = _FILES[section]
        found = {"$schema": DIALECT, **json_schema(kind), "title": f"portalaudit {section} file"}
    else:
        found = inventory_schema() if section is None else section_schema(section)
    return f"{json.dumps(found, indent=2, ensure_ascii=False)}\n"
