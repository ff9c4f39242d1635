"""The only SQL of wirediff: the archive, its migrations, its named queries, its pages."""

from __future__ import annotations

import sys


def _load_sqlite_utils() -> None:
    """Load sqlite-utils without numpy and pandas.

    It imports both where they are installed, to know the column types of their scalars. None is ever stored here, and
    they take longer to load than all else together. An entry of None in ``sys.modules`` is Python's own way to say that
    a module cannot be imported; both can be again afterwards.
    """
    barred = [name for name in ("numpy", "pandas") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(barred))  # type: ignore[arg-type]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        for name in barred:
            del sys.modules[name]


_load_sqlite_utils()

from sqlite_utils.utils import sqlite3 as sqlite3  # noqa: E402 - the module underneath, for who loads nothing else
