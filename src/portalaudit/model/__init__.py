"""The words of portalaudit as frozen values. This layer knows no other."""

from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.verdict import Severity, Status, Subject, Verdict, Waiver, fingerprint
from portalaudit.model.vocabulary import Entity, Fact, FactType, Kind, Vocabulary

__all__ = [
    "Entity",
    "Fact",
    "FactType",
    "Kind",
    "Place",
    "Problem",
    "ProblemCode",
    "Related",
    "Severity",
    "Status",
    "Subject",
    "Verdict",
    "Vocabulary",
    "Waiver",
    "fingerprint",
]
