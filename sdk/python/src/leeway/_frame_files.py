"""Data frames as files, for what reads files: Parquet where pyarrow is there and takes them, else
NDJSON, in which numbers, texts and vectors stay what they are, too."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ._encoding import encode_values
from ._frames import column_names, require_frame, rows_of
from ._values import is_missing


def write_frame(frame: Any, directory: Path, stem: str) -> Path:
    """Writes a frame into a directory and returns the file."""
    require_frame(frame)
    if not isinstance(frame, (Mapping, list, tuple)):
        path = directory / f"{stem}.parquet"
        if _write_parquet(frame, path):
            return path
    path = directory / f"{stem}.ndjson.gz"
    _write_ndjson(frame, path)
    return path


def _write_parquet(frame: Any, path: Path) -> bool:
    """False where there is no pyarrow, or where a column mixes types, which Parquet cannot."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        return False
    try:
        if isinstance(frame, pyarrow.Table):
            table = frame
        elif hasattr(frame, "to_arrow"):
            table = frame.to_arrow()
        else:
            table = pyarrow.Table.from_pandas(frame, preserve_index=False)
        parquet.write_table(_plain_types(table, pyarrow), path, compression="snappy")
    except (pyarrow.ArrowException, TypeError, ValueError, OverflowError):
        path.unlink(missing_ok=True)
        return False
    return True


def _plain_types(table: Any, pyarrow: Any) -> Any:
    """Without dictionaries, views and wide strings, which not every reader knows; times in UTC
    milliseconds."""
    types = pyarrow.types
    for place, field in enumerate(table.schema):
        kind = field.type
        wanted = None
        if types.is_dictionary(kind):
            wanted = kind.value_type
        if types.is_timestamp(kind):
            wanted = pyarrow.timestamp("ms", tz=kind.tz and "UTC")
        inner = wanted or kind
        if types.is_large_string(inner) or str(inner) == "string_view":
            wanted = pyarrow.string()
        if types.is_decimal(inner):
            wanted = pyarrow.float64()
        if wanted is not None:
            column = table.column(place).cast(wanted, safe=False)
            table = table.set_column(place, pyarrow.field(field.name, wanted), column)
    return table.replace_schema_metadata(None)


def _write_ndjson(frame: Any, path: Path) -> None:
    names = column_names(frame)
    with gzip.open(path, "wb", compresslevel=1) as out:
        for row in rows_of(frame):
            values = {name: row.get(name) for name in names}
            told = {name: None if is_missing(one) else one for name, one in values.items()}
            out.write(encode_values(told) + b"\n")
