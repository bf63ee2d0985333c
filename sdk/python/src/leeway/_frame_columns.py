"""Columns of a frame as what they mean: fields of rows, and features."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Optional, Union

from ._frames import column_names, require_frame, rows_of
from ._prediction_id import new_prediction_id
from ._values import is_missing, listed, name_of


def prediction_rows(
    frame: Any,
    columns: Mapping[str, Optional[str]],
    exclude: Union[str, Iterable[str]],
) -> Iterator[tuple[dict[str, Any], Optional[dict[str, Any]]]]:
    """Predictions, each with its label where it has one."""
    fields = {field: column for field, column in columns.items() if column is not None}
    _require(frame, fields.values())
    left_out = {*fields.values(), *map(name_of, listed(exclude))}
    truth_column = fields.pop("label", None)
    for values in rows_of(frame):
        now_ms = clock.time_ns() // 1_000_000
        row: dict[str, Any] = {"predictionId": None, "time": now_ms}
        for field, column in fields.items():
            value = values.get(column)
            # A row that says no time is not one of this moment, and NaN is a score, too.
            if not is_missing(value) or field in ("time", "score", "value"):
                row[field] = value
        if row["predictionId"] is None:
            row["predictionId"] = new_prediction_id(now_ms)
        row["features"] = {name: one for name, one in values.items() if name not in left_out}
        truth = None if truth_column is None else values.get(truth_column)
        if is_missing(truth):
            yield row, None
        else:
            label = {"predictionId": row["predictionId"], "label": truth}
            yield row, {**label, "predictedAt": row["time"]}


def label_rows(
    frame: Any, columns: Mapping[str, Optional[str]], output: Optional[str]
) -> Iterator[dict[str, Any]]:
    fields = {field: column for field, column in columns.items() if column is not None}
    _require(frame, fields.values())
    for values in rows_of(frame):
        row = {field: values.get(column) for field, column in fields.items()}
        if output is not None:
            row["output"] = output
        yield row


def _require(frame: Any, wanted: Iterable[str]) -> None:
    require_frame(frame)
    there = column_names(frame)
    missing = sorted(set(wanted) - set(there))
    if missing and (there or len(frame)):
        raise ValueError(
            f"no column {', '.join(map(repr, missing))}; there are {', '.join(map(repr, there))}"
        )
