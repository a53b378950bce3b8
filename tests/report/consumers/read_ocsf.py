"""Holds each event against the schemas of OCSF from 1.5 on, and reads it as Prowler's models do."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding

VERSIONS = ("1.5.0", "1.6.0", "1.7.0", "1.8.0")

validators = {
    version: Draft202012Validator(
        OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version)).get_class_schema(class_name="compliance_finding")
    )
    for version in VERSIONS
}
count = 0
for name in sys.argv[1:]:
    for line in Path(name).read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        for version, validator in validators.items():
            for error in validator.iter_errors(event):
                sys.exit(f"{version}: {error.json_path}: {error.message[:500]}")
        ComplianceFinding.model_validate(event)
        count += 1
print(count)  # noqa: T201
