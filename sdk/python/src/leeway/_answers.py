"""What a model answered, as fields of a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ._encoding import PREDICTION_FIELDS
from ._values import is_nothing

Answer = Literal["score", "decision", "value"]

#: Names that services use, and what they are to `Client.log`.
FIELDS: dict[str, str] = {
    "score": "score",
    "probability": "score",
    "decision": "decision",
    "value": "value",
    "outputs": "outputs",
    "prediction_id": "prediction_id",
    "predictionId": "prediction_id",
    "version": "version",
    "variant": "variant",
}

#: Of `Client.log`, where the fields of rows are called otherwise.
_LOG_NAMES = {
    "predictionId": "prediction_id",
    "errorCode": "error_code",
    "latencyMs": "latency_ms",
    "subjectKey": "subject_key",
    "traceId": "trace_id",
}
#: Names of `Client.log`, and what rows call them.
ROW_FIELDS = {_LOG_NAMES.get(field, field): field for field in PREDICTION_FIELDS}


def split_answer(told: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What a host's function made of an answer, by names of `Client.log`; and names that are none,
    which would cost the row if they went along."""
    known: dict[str, Any] = {}
    unknown = []
    for name, one in told.items():
        field = _LOG_NAMES.get(name, name)
        if field not in ROW_FIELDS:
            unknown.append(str(name))
        elif not is_nothing(one):
            known[field] = one
    return known, unknown


def unknown_fields(names: list[str]) -> ValueError:
    return ValueError(f"{', '.join(names)}: no names of Client.log")


def read_answer(answer: Any, bare: Answer = "score") -> dict[str, Any]:
    """Fields of a mapping by their names; of anything else, the one that it was said to be."""
    if isinstance(answer, Mapping):
        return {FIELDS[name]: one for name, one in answer.items() if name in FIELDS}
    if bare == "score" and isinstance(answer, (bool, str)):
        return {"decision": answer}
    size = getattr(answer, "size", None)
    if size == 1 and hasattr(answer, "item"):
        return {bare: answer.item()}
    return {bare: answer}
