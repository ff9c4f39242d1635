"""Rows as files: JSON Lines, CSV that no spreadsheet takes for formulas, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import IO, Any

from reports.inert import is_formula
from wirediff.exchange.tables import Row, Type

CHUNK = 5_000  # rows of one Parquet row group
MEND = "Parquet needs pyarrow: pip install 'wirediff[parquet]'"


class FormatMissing(Exception):
    """A format needs a package that is not installed; the message names the mend."""


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet runs: a text that looks like a formula begins with an apostrophe (OWASP).

    >>> guarded("=1+1"), guarded("-"), guarded(-1)
    ("'=1+1", "'-", -1)
    """
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def write_jsonl(out: IO[bytes], columns: Mapping[str, Type], rows: Iterable[Row]) -> int:
    """One JSON object a line; the number of lines."""
    count = 0
    for row in rows:
        out.write(json.dumps(_typed(columns, row), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        count += 1
    return count


def write_csv(out: IO[bytes], columns: Mapping[str, Type], rows: Iterable[Row]) -> int:
    """RFC 4180 with a header line, UTF-8; the number of rows."""
    writer, count = csv.writer(_Utf8(out)), 0
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(value) for value in _typed(columns, row).values()])
        count += 1
    return count


class _Utf8:
    """Text into a file of bytes, which stays its owner's: whatever happens, it is not closed here."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write *text*; half characters as their escapes."""
        return self._out.write(text.encode("utf-8", "backslashreplace"))


def write_parquet(out: IO[bytes], columns: Mapping[str, Type], rows: Iterable[Row]) -> int:
    """A Parquet file with row groups of some thousands; the number of rows."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise FormatMissing(MEND) from None
    types = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    source, count = iter(rows), 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while chunk := [escaped(_typed(columns, row)) for row in islice(source, CHUNK)]:
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
            count += len(chunk)
    return count


def _typed(columns: Mapping[str, Type], row: Row) -> Row:
    """The row in the order of the columns, truth values as such."""
    return {
        name: bool(row[name]) if kind == "boolean" and row[name] is not None else row[name]
        for name, kind in columns.items()
    }


def escaped(row: Row) -> Row:
    """The row as UTF-8 can hold it: half characters as their escapes."""
    return {
        name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


Writer = Callable[[IO[bytes], Mapping[str, Type], Iterable[Row]], int]
FORMATS: dict[str, Writer] = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}
