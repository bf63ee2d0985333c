"""Middleware of ASGI: FastAPI, Starlette, and whatever else speaks it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, Callable, Optional, Union

from ._answers import read_answer
from ._calls import CallReader, features_of
from ._prediction_id import new_prediction_id
from ._row_queue import PREDICTIONS
from ._values import listed
from .client import Client

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Of a call that waits, beside its bodies.
_CALL_BYTES = 700
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
        self._most = max_body_bytes
        reader = CallReader(features or features_of, answer or read_answer, max_body_bytes)
        self._reader = client._number_of(reader)

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
            self._reader,
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


def _coding_of(message: Mapping[str, Any]) -> str:
    """How the body is packed, as the headers say; empty where they do not."""
    with suppress(Exception):
        for name, value in message.get("headers") or ():
            if name.lower() == b"content-encoding":
                return str(value.decode("latin-1").strip().lower())
    return ""


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
