"""The spine: the stages of a run in order."""

from portalaudit.pipeline.assignment import Assignment, PolicyFiles
from portalaudit.pipeline.policies import CASES, EVERY_RULE, Policies, compile_all
from portalaudit.pipeline.spine import check

__all__ = ["CASES", "EVERY_RULE", "Assignment", "Policies", "PolicyFiles", "check", "compile_all"]
