"""`portalaudit schema`: JSON Schemas for editors and for readers of the JSON report."""

import json

import click

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.schema import inventory_schema, section_schema
from portalaudit.report.to_json import schema as report_schema

REPORT = "report"


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("section", required=False)
def command(section: str | None) -> None:
    """Print the JSON Schema of an inventory file, of one SECTION of it, or of the JSON `report`."""
    known = (*SECTIONS, REPORT)
    if section is not None and section not in known:
        raise click.UsageError(f"there is no schema of '{section}'.{did_you_mean(section, known)}")
    click.echo(report_schema() if section == REPORT else _schema(section))


def _schema(section: str | None) -> str:
    found = inventory_schema() if section is None else section_schema(section)
    return json.dumps(found, indent=2, ensure_ascii=False)
