"""The formats of reports: every module of ``reports`` that names a ``SUFFIX`` and has a ``render(report, *, safe)``.

A new format is one file there.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import reports


@cache
def formats() -> dict[str, ModuleType]:
    """The modules by their names."""
    found = (import_module(f"reports.{module.name}") for module in iter_modules(reports.__path__))
    return {module.__name__.rpartition(".")[2]: module for module in found if hasattr(module, "SUFFIX")}
