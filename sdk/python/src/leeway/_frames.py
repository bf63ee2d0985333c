"""Data frames of pandas, polars and pyarrow, dictionaries of columns and lists of rows, as rows.
None of those libraries is imported: what is handed in tells by its methods what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ._values import is_nan, name_of

_CHUNK = 1_000


def column_names(frame: Any) -> list[str]:
    """Names in order; an empty list of rows has none."""
    if isinstance(frame, Mapping):
        return [name_of(name) for name in frame]
    if hasattr(frame, "columns") and not hasattr(frame, "column_names"):
        return [name_of(name) for name in frame.columns]
    if hasattr(frame, "column_names"):
        return [name_of(name) for name in frame.column_names]
    return list({name: None for row in frame for name in _members(row)})


def require_frame(value: Any) -> None:
    """Raises TypeError for what is no frame."""
    if isinstance(value, (list, tuple)):
        # Some rows may be broken, but not all of them.
        fine = not value or any(isinstance(row, Mapping) for row in islice(value, 100))
    else:
        fine = isinstance(value, Mapping) or any(
            hasattr(value, name) for name in ("iloc", "iter_rows", "to_pydict")
        )
    if not fine:
        raise TypeError(
            f"{type(value).__name__} is no data frame: pandas, polars, a table of pyarrow, "
            "a dictionary of columns, or a list of dictionaries"
        )


def rows_of(frame: Any) -> Iterator[dict[str, Any]]:
    """One dictionary a row, made in pieces, so that a large frame is not doubled in memory."""
    require_frame(frame)
    if isinstance(frame, (list, tuple)):
        yield from map(_members, frame)
        return
    names = column_names(frame)
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"columns have the same name: {', '.join(twice)}")
    for columns in _pieces(frame, names):
        for values in zip(*columns):
            yield dict(zip(names, values))


def _pieces(frame: Any, names: list[str]) -> Iterator[list[Any]]:
    """Columns as lists of Python values, a piece of the rows at a time."""
    if isinstance(frame, Mapping):
        columns = [_list(column) for column in frame.values()]
        if len({len(column) for column in columns}) > 1:
            raise ValueError("columns have different lengths")
        yield columns
    elif hasattr(frame, "iloc"):  # pandas
        for start in range(0, len(frame), _CHUNK):
            piece = frame.iloc[start : start + _CHUNK]
            yield [_list(piece.iloc[:, place]) for place in range(len(names))]
    elif hasattr(frame, "iter_rows"):  # polars
        for start in range(0, frame.height, _CHUNK):
            piece = frame.slice(start, _CHUNK)
            yield [piece.to_series(place).to_list() for place in range(len(names))]
    else:  # pyarrow
        for start in range(0, frame.num_rows, _CHUNK):
            piece = frame.slice(start, _CHUNK)
            yield [piece.column(place).to_pylist() for place in range(len(names))]


def _members(row: Any) -> dict[str, Any]:
    """One that is no mapping, or is none any more, has nothing; those after it have what they
    have."""
    try:
        return {name_of(name): value for name, value in row.items()}
    except Exception:
        return {}


def _list(column: Any) -> list[Any]:
    for name in ("tolist", "to_list", "to_pylist"):
        convert = getattr(column, name, None)
        if callable(convert):
            values = list(convert())
            # In a column of texts, categories or anything pandas says NaN where there is nothing.
            # In one of floats it may be what was computed.
            if getattr(getattr(column, "dtype", None), "kind", "f") == "f":
                return values
            return [None if is_nan(value) else value for value in values]
    return list(column)
