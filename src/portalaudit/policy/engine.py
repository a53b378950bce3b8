"""The one home of Google's CEL implementation, which carries stubs but does not say so to type checkers."""

from cel_expr_python import cel  # type: ignore[import-untyped]
from cel_expr_python.ext import (  # type: ignore[import-untyped]
    ext_bindings,
    ext_math,
    ext_optional,
    ext_strings,
)

__all__ = ["cel", "extensions"]


def extensions() -> list[cel.CelExtensionBase]:
    """The extensions of the language: `math.least`, `split`, `.?name` with `orValue`, `cel.bind` and their like."""
    return [
        ext_bindings.ExtBindings(),
        ext_math.ExtMath(),
        ext_optional.ExtOptional(),
        ext_strings.ExtStrings(),
    ]
