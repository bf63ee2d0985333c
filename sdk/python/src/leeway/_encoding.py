"""Rows as lines of NDJSON. Runs in the background thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ._values import class_name, is_missing, is_nothing, name_of, plain, tame, time_in_ms

#: The server refuses longer rows.
MAXIMUM_ROW_BYTES = 1_048_576
#: And rows with longer texts, but for features, tags and metadata; in units of UTF-16.
_LONGEST_TEXT = 512

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain
).encode

#: What `Client.log` and `Client.label` put into the queue, in this order; before the fields of a
#: prediction stand names and values of its features, or None twice.
PREDICTION_FIELDS = (
    "predictionId",
    "time",
    "score",
    "decision",
    "value",
    "version",
    "variant",
    "environment",
    "status",
    "errorCode",
    "latencyMs",
    "weight",
    "subjectKey",
    "traceId",
    "outputs",
    "tags",
    "metadata",
)
LABEL_FIELDS = ("predictionId", "label", "output", "labelledAt", "predictedAt")

_TEXTS = ("variant", "environment", "status")
_TEXTS_OR_NUMBERS = ("version", "errorCode", "subjectKey", "traceId")
_NUMBERS = ("score", "value")


class UnsendableRow(Exception):
    """A row that can never be sent, and the reason it is counted under."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_prediction(fields: Sequence[Any]) -> dict[str, Any]:
    names, values, *others = fields
    row = {field: one for field, one in zip(PREDICTION_FIELDS, others) if one is not None}
    if names is not None:
        row["features"] = dict(zip(names, values))
    return row


def read_label(fields: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(LABEL_FIELDS, fields))


def encode_prediction(row: dict[str, Any]) -> bytes:
    time = time_in_ms(row.get("time"))
    if time is None:
        raise UnsendableRow("invalid_time")
    shaped: dict[str, Any] = {"predictionId": _id(row["predictionId"]), "time": time}
    for field, value in row.items():
        if field in shaped:
            continue
        if field == "features" or field == "metadata":
            shaped[field] = value
        elif field == "outputs":
            shaped[field] = _outputs(value)
        elif field == "tags":
            shaped[field] = {name_of(name): _text_or_number(one) for name, one in value.items()}
        else:
            told = _field(field, value)
            if told is not None:
                shaped[field] = told
    return _line(shaped)


def encode_label(row: dict[str, Any]) -> bytes:
    if is_missing(row["label"]):
        raise UnsendableRow("missing_label")
    shaped: dict[str, Any] = {
        "predictionId": _id(row["predictionId"]),
        "label": _cut(_text_or_number(row["label"])),
    }
    for field in ("labelledAt", "predictedAt"):
        if field in row and not is_missing(row[field]):
            time = time_in_ms(row[field])
            if time is None:
                raise UnsendableRow("invalid_time")
            shaped[field] = time
    if not is_missing(row.get("output")):
        shaped["output"] = _text(row["output"])
    return _line(shaped)


def encode_values(row: dict[str, Any]) -> bytes:
    """Names and values of any kind as an object of JSON in one line."""
    try:
        return _encode(row).encode()
    except (ValueError, TypeError, OverflowError, RecursionError):
        return _encode(tame(row)).encode("utf-8", "replace")


def _line(row: dict[str, Any]) -> bytes:
    line = encode_values(row)
    if len(line) > MAXIMUM_ROW_BYTES:
        raise UnsendableRow("row_too_large")
    return line


def _id(value: Any) -> Any:
    if is_missing(value):
        raise UnsendableRow("missing_prediction_id")
    one = _text_or_number(value)
    return class_name(one) if isinstance(one, bool) else one


def _field(field: str, value: Any) -> Any:
    """None where there is nothing to say."""
    if field in _NUMBERS:
        return _number(value)
    if is_missing(value):
        return None
    if field == "latencyMs" or field == "weight":
        return _amount(value, above_zero=field == "weight")
    one = _text_or_number(value)
    if field in _TEXTS or (field in _TEXTS_OR_NUMBERS and isinstance(one, bool)):
        one = _text(one)
    return _cut(one)


def _number(value: Any) -> Any:
    """A number, or the word for one that is none; texts of numbers count as what they say."""
    if is_nothing(value):
        return None
    one = tame(value)
    if isinstance(one, bool):
        return int(one)
    if isinstance(one, (int, float)) or one in ("NaN", "Infinity", "-Infinity"):
        return one
    if isinstance(one, list) and len(one) == 1:
        return _number(one[0])
    try:
        return tame(float(one))
    except (TypeError, ValueError):
        return None


def _amount(value: Any, above_zero: bool) -> Any:
    """What is no amount is left out rather than have the row refused."""
    number = _number(value)
    if not isinstance(number, (int, float)) or isinstance(tame(value), bool) or number < 0:
        return None
    return None if above_zero and number == 0 else number


def _text_or_number(value: Any) -> Any:
    one = tame(value)
    if isinstance(one, list) and len(one) == 1:
        one = one[0]
    return one if isinstance(one, (str, int, float, bool)) else str(one)


def _text(value: Any) -> str:
    one = tame(value)
    return class_name(one) if isinstance(one, bool) else str(one)


def _cut(value: Any) -> Any:
    """The rest of a very long text is worth less than its row. Half a character is left out."""
    if not isinstance(value, str) or len(value) <= _LONGEST_TEXT // 2:
        return value
    return value.encode("utf-16-le", "surrogatepass")[: 2 * _LONGEST_TEXT].decode(
        "utf-16-le", "ignore"
    )


def _outputs(outputs: Any) -> list[dict[str, Any]]:
    """Several answers by name: `{"price": {"value": 3.2}}`, or a list of them with names."""
    if isinstance(outputs, Mapping):
        outputs = [{"name": name, **_answer(answer)} for name, answer in outputs.items()]
    shaped = []
    for answer in outputs:
        told = {field: _field(field, one) for field, one in answer.items() if field != "name"}
        told = {field: one for field, one in told.items() if one is not None}
        shaped.append({**({"name": name_of(answer["name"])} if "name" in answer else {}), **told})
    return shaped


def _answer(answer: Any) -> Mapping[str, Any]:
    """A bare one is the class that was chosen if it is one, and else the value: a score has to be
    called one."""
    if isinstance(answer, Mapping):
        return answer
    return {"decision" if isinstance(tame(answer), (str, bool)) else "value": answer}
