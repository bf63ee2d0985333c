"""What was seen of a call, read as predictions."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

from ._answers import ROW_FIELDS, read_answer, split_answer, unknown_fields
from ._row_queue import LeaveOut

#: Answers that say that there was no prediction to make, rather than that one went wrong.
_NOT_PREDICTIONS = frozenset({401, 403, 404, 405, 429})
_ZIPPED = frozenset({"gzip", "x-gzip", "deflate"})
#: Of zlib: whichever of both it is, by its first bytes.
_EITHER = zlib.MAX_WBITS + 32


@dataclass(frozen=True)
class CallReader:
    """Makes predictions of calls, in the background thread. Those of the same parts are equal."""

    features: Callable[[Any], Any]
    answer: Callable[[Any], Any]
    most_bytes: int

    def __call__(
        self, seen: Sequence[Any], leave_out: LeaveOut
    ) -> Union[list[dict[str, Any]], str]:
        """A text says why there is no prediction."""
        prediction_id, time_ms, latency_ms, status, failure, *bodies = seen
        if status in _NOT_PREDICTIONS:
            return f"status_{status}"
        common: dict[str, Any] = {
            "predictionId": prediction_id,
            "time": time_ms,
            "latencyMs": latency_ms,
        }
        request, request_coding, response, response_coding = bodies
        request = _unpacked(request, request_coding, self.most_bytes)
        if failure is not None or status is None or status >= 400:
            common["status"] = "error"
            common["errorCode"] = failure or ("no_response" if status is None else str(status))
            return self._errors(common, request, leave_out)
        response = _unpacked(response, response_coding, self.most_bytes)
        if request is None or response is None:
            return "body_too_large"
        features = _json(request, self.features)
        if features is None:
            return "no_json_request"
        answers = _json(response, self.answer)
        if answers is None:
            return "no_json_response"
        return self._join(common, features, answers, leave_out)

    def _errors(
        self, common: dict[str, Any], request: Optional[bytes], leave_out: LeaveOut
    ) -> list[dict[str, Any]]:
        """An error without readable inputs is an error all the same, and often because of them."""
        try:
            features: Any = None if request is None else _json(request, self.features)
            count = 1 if isinstance(features, Mapping) else len(features)
            rows = self._join(common, features, [{}] * count, leave_out)
        except Exception:
            return [common]
        return rows if rows and not isinstance(rows, str) else [common]

    def _join(
        self, common: dict[str, Any], features: Any, answers: Any, leave_out: LeaveOut
    ) -> Union[list[dict[str, Any]], str]:
        """One row, or one for each of a batch."""
        is_one = isinstance(features, Mapping)
        each = [features] if is_one else list(features)
        many = _one_by_one(answers, len(each))
        if len(each) != len(many) or not all(isinstance(one, Mapping) for one in each):
            return "batch_mismatch"
        rows: list[dict[str, Any]] = []
        for one, answer in zip(each, many):
            told = answer if isinstance(answer, Mapping) else read_answer(answer)
            number = "" if is_one else f"-{len(rows)}"
            numbered = {**common, "predictionId": f"{common['predictionId']}{number}"}
            rows.append(self._row(numbered, one, told, leave_out))
        return rows

    def _row(
        self, common: dict[str, Any], features: Any, told: Mapping[str, Any], leave_out: LeaveOut
    ) -> dict[str, Any]:
        known, unknown = split_answer(told)
        if unknown:
            leave_out("unknown_field", unknown_fields(unknown))
        answer = {ROW_FIELDS[name]: one for name, one in known.items()}
        return {**common, "features": features, **answer}


def _one_by_one(answers: Any, count: int) -> list[Any]:
    """An answer for each member of a batch. Of columns, each has its place in those, and all have
    the rest, but for an id, which would make one of them all. Empty where they do not fit."""
    if count == 1 and not isinstance(answers, (list, tuple)):
        return [answers]
    if not isinstance(answers, Mapping):
        return list(answers)
    columns = {name: one for name, one in answers.items() if isinstance(one, list)}
    if any(len(column) != count for column in columns.values()) or not columns:
        return []
    taken = {*columns, "prediction_id", "predictionId"}
    shared = {name: one for name, one in answers.items() if name not in taken}
    return [
        {**shared, **{name: column[place] for name, column in columns.items()}}
        for place in range(count)
    ]


def _unpacked(body: Optional[bytes], coding: str, most: int) -> Optional[bytes]:
    """None where it is too large: a small body can be the packing of one that fills the memory."""
    if body is None or coding not in _ZIPPED:
        return body
    try:
        unpacked = zlib.decompressobj(_EITHER).decompress(body, most + 1)
    except zlib.error:
        # As it is: what reads it will say that it is no JSON.
        return body
    return unpacked if len(unpacked) <= most else None


def features_of(body: Any) -> Any:
    if isinstance(body, Mapping):
        inner = body.get("features")
        return inner if isinstance(inner, (Mapping, list)) else body
    return body if isinstance(body, list) else None


def _json(body: bytes, read: Callable[[Any], Any]) -> Any:
    """None where it is no JSON, or none that can be read."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if read is read_answer and isinstance(told, list):
        return [read_answer(one) for one in told]
    return read(told)
