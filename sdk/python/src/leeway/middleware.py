"""Middleware of ASGI: FastAPI, Starlette, and whatever else speaks it."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Awaitable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from typing import Any, Callable, Optional, Union

from ._answers import ROW_FIELDS, read_answer, split_answer, unknown_fields
from ._prediction_id import new_prediction_id
from ._row_queue import PREDICTIONS
from ._values import listed
from .client import Client

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Answers that say that there was no prediction to make, rather than that one went wrong.
_NOT_PREDICTIONS = frozenset({401, 403, 404, 405, 429})
#: Of a call that waits, beside its bodies.
_CALL_BYTES = 700
_ZIPPED = frozenset({"gzip", "x-gzip", "deflate"})
#: Of zlib: whichever of both it is, by its first bytes.
_EITHER = zlib.MAX_WBITS + 32
#: Where the id of the prediction stands in `request.state`, for who wants to answer it.
STATE_KEY = "leeway_prediction_id"


class LeewayMiddleware:
    """Logs requests of the named paths as predictions: the JSON that came, the JSON that was
    answered, latency, status and error code.

    Messages are passed on first and as they are; what is read of them is a copy, and it is read
    in the background thread. Bodies beyond `max_body_bytes` are not kept, and counted as skipped.
    """

    def __init__(
        self,
        app: App,
        *,
        client: Client,
        paths: Union[str, Iterable[str]],
        methods: Union[str, Iterable[str]] = ("POST",),
        features: Optional[Callable[[Any], Union[Mapping[str, Any], list[Any]]]] = None,
        answer: Optional[Callable[[Any], Union[Mapping[str, Any], list[Any]]]] = None,
        max_body_bytes: int = 65_536,
    ) -> None:
        """
        :param paths: of the routes that predict, exactly as they are requested, with or without
            the `root_path` of the application
        :param features: from the request's JSON to the features; else its `features`, or all of it
        :param answer: from the response's JSON to fields of `Client.log`; else those of its names
            that are such fields (`score` or `probability`, `decision`, `value`, `outputs`, …)
        :param max_body_bytes: of a request and of a response
        """
        self.app = app
        self._client = client
        self._paths = frozenset(listed(paths))
        self._methods = frozenset(method.upper() for method in listed(methods))
        self._features = features or _features_of
        self._answer = answer or read_answer
        self._most = max_body_bytes
        # Bound once, so that calls that wait share it.
        self._read = self._rows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, self._flush_before_end(send))
            return
        if (
            scope["type"] != "http"
            or not self._is_watched(scope["path"], scope.get("root_path") or "")
            or scope["method"] not in self._methods
        ):
            await self.app(scope, receive, send)
            return
        watched = _Watched(self._most)
        watched.request.coding = _coding_of(scope)
        if scope.get("state") is None:
            scope["state"] = {}
        with suppress(Exception):
            scope["state"][STATE_KEY] = watched.prediction_id

        async def receive_watched() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                watched.request.add(message.get("body", b""))
            return message

        async def send_watched(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.start":
                watched.status = message["status"]
                watched.response.coding = _coding_of(message)
            elif message["type"] == "http.response.body":
                watched.response.add(message.get("body", b""))
                if not message.get("more_body", False):
                    self._finish(watched, None)

        try:
            await self.app(scope, receive_watched, send_watched)
        except BaseException as error:
            self._finish(watched, type(error).__name__)
            raise
        self._finish(watched, None)

    def _is_watched(self, path: str, root_path: str) -> bool:
        # Servers that are told a root path put it in front of the path.
        return path in self._paths or path.removeprefix(root_path.rstrip("/")) in self._paths

    def _flush_before_end(self, send: Send) -> Send:
        """A server that is told to stop may end by a signal right after its application has said
        that it is done, and then nothing runs at the exit of the process."""

        async def send_flushed(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                self._client.flush(self._client._exit_seconds)
            await send(message)

        return send_flushed

    def _finish(self, watched: _Watched, failure: Optional[str]) -> None:
        if watched.finished:
            return
        watched.finished = True
        latency_ms = (time.perf_counter() - watched.since) * 1000
        request, response = watched.request, watched.response
        item = (
            PREDICTIONS,
            self._read,
            _CALL_BYTES + request.size + response.size,
            watched.prediction_id,
            watched.time_ms,
            latency_ms,
            watched.status,
            failure,
            request.bytes(),
            request.coding,
            response.bytes(),
            response.coding,
        )
        self._client._put(item)

    def _rows(self, seen: Sequence[Any]) -> Union[list[dict[str, Any]], str]:
        """In the background thread. A text says why there is no prediction."""
        prediction_id, time_ms, latency_ms, status, failure, *bodies = seen
        if status in _NOT_PREDICTIONS:
            return f"status_{status}"
        common: dict[str, Any] = {
            "predictionId": prediction_id,
            "time": time_ms,
            "latencyMs": latency_ms,
        }
        request, request_coding, response, response_coding = bodies
        request = _unpacked(request, request_coding, self._most)
        if failure is not None or status is None or status >= 400:
            common["status"] = "error"
            common["errorCode"] = failure or ("no_response" if status is None else str(status))
            return self._errors(common, request)
        response = _unpacked(response, response_coding, self._most)
        if request is None or response is None:
            return "body_too_large"
        features = _json(request, self._features)
        if features is None:
            return "no_json_request"
        answers = _json(response, self._answer)
        if answers is None:
            return "no_json_response"
        return self._join(common, features, answers)

    def _errors(self, common: dict[str, Any], request: Optional[bytes]) -> list[dict[str, Any]]:
        """An error without readable inputs is an error all the same, and often because of them."""
        try:
            features: Any = None if request is None else _json(request, self._features)
            count = 1 if isinstance(features, Mapping) else len(features)
            rows = self._join(common, features, [{}] * count)
        except Exception:
            return [common]
        return rows if rows and not isinstance(rows, str) else [common]

    def _join(
        self, common: dict[str, Any], features: Any, answers: Any
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
            rows.append(self._row(numbered, one, told))
        return rows

    def _row(
        self, common: dict[str, Any], features: Any, told: Mapping[str, Any]
    ) -> dict[str, Any]:
        known, unknown = split_answer(told)
        if unknown:
            self._client._delivery.leave_out("unknown_field", unknown_fields(unknown))
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


def _coding_of(message: Mapping[str, Any]) -> str:
    """How the body is packed, as the headers say; empty where they do not."""
    with suppress(Exception):
        for name, value in message.get("headers") or ():
            if name.lower() == b"content-encoding":
                return str(value.decode("latin-1").strip().lower())
    return ""


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


def _features_of(body: Any) -> Any:
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


class _Watched:
    """One request and its response."""

    def __init__(self, most: int) -> None:
        self.since = time.perf_counter()
        self.time_ms = time.time_ns() // 1_000_000
        self.prediction_id = new_prediction_id(self.time_ms)
        self.request = _Copy(most)
        self.response = _Copy(most)
        self.status: Optional[int] = None
        self.finished = False


class _Copy:
    """A body as far as it is kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: list[bytes] = []
        self.size = 0
        self.truncated = False
        self.coding = ""

    def add(self, part: bytes) -> None:
        if self.truncated or not part:
            return
        if self.size + len(part) > self._most:
            self.truncated = True
            self._parts.clear()
            self.size = 0
            return
        self._parts.append(bytes(part))
        self.size += len(part)

    def bytes(self) -> Optional[bytes]:
        """None where there is more than that."""
        if self.truncated:
            return None
        parts = self._parts
        return parts[0] if len(parts) == 1 else b"".join(parts)
