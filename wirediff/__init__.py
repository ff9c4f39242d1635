"""wirediff follows a news story across outlets and through time.

``from wirediff import compare, collate, apply, Version`` is all that a notebook needs; nothing is loaded before it is
asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comparison.apply import apply
    from comparison.collate import Collation, collate
    from comparison.compare import compare
    from comparison.model import Comparison, Edit, Span, Version

__all__ = ["Collation", "Comparison", "Edit", "Span", "Version", "apply", "collate", "compare"]

_HOMES = {
    "Collation": "comparison.collate",
    "Comparison": "comparison.model",
    "Edit": "comparison.model",
    "Span": "comparison.model",
    "Version": "comparison.model",
    "apply": "comparison.apply",
    "collate": "comparison.collate",
    "compare": "comparison.compare",
}


def __getattr__(name: str) -> object:
    """Load a name of the library face when it is first asked for (PEP 562)."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'wirediff' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
