"""The one home of Google's CEL implementation, which carries stubs but does not say so to type checkers."""

from cel_expr_python import cel  # type: ignore[import-untyped]
from cel_expr_python.ext import ext_math  # type: ignore[import-untyped]

__all__ = ["cel", "extensions"]


def extensions() -> list[cel.CelExtensionBase]:
    """The extensions of the language: `math.least`, `math.greatest` and their like."""
    return [ext_math.ExtMath()]
