"""Reads assessment results as trestle does; it raises where they are not as the standard wants them."""

import sys
from pathlib import Path

from trestle.oscal.assessment_results import AssessmentResults

for name in sys.argv[1:]:
    read = AssessmentResults.oscal_read(Path(name))
    result = read.results[0]
    print(len(result.observations or ()), len(result.risks or ()), len(result.findings or ()))  # noqa: T201
