"""A receiver on loopback that behaves as badly as it is told to."""

from __future__ import annotations

import gc
import gzip
import json
import socket
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, NamedTuple, Optional

Handler = BaseHTTPRequestHandler
Behaviour = Callable[["Request"], "Reply"]


class Request(NamedTuple):
    at: float
    path: str
    headers: Mapping[str, str]
    rows: list[dict[str, Any]]


class Reply(NamedTuple):
    status: int
    body: Any = None
    headers: Mapping[str, str] = {}
    #: Seconds before the answer begins.
    after: float = 0.0
    #: Seconds between the bytes of the answer.
    drip: float = 0.0
    #: Whether the connection is closed afterwards without a word about it.
    hang_up: bool = False


def accept(request: Request) -> Reply:
    rows = len(request.rows)
    answer = {"accepted": rows, "refusedCount": 0, "refused": [], "repeated": 0, "early": 0}
    return Reply(202, answer)


class Receiver:
    def __init__(self, port: int = 0) -> None:
        self.requests: list[Request] = []
        #: Used up from the front; afterwards everything is accepted.
        self.behaviours: list[Behaviour] = []
        self.always: Behaviour = accept
        self._over = threading.Event()
        receiver = self

        class Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: object) -> None:
                pass  # Senders that give up are what is tested.

        self._server = Server(("127.0.0.1", port), Requests)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for request in self.requests for row in request.rows]

    def stop(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, handler: Handler) -> None:
        body = handler.rfile.read(int(handler.headers["content-length"]))
        if handler.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        # Line feeds only: a text may hold other ends of lines.
        rows = [json.loads(line) for line in body.decode().split("\n") if line]
        request = Request(time.monotonic(), handler.path, dict(handler.headers), rows)
        self.requests.append(request)
        behave = self.behaviours.pop(0) if self.behaviours else self.always
        reply = behave(request)
        if self._over.wait(reply.after):
            return
        text = json.dumps(reply.body).encode()
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(text)))
        handler.end_headers()
        if reply.drip:
            for place in range(len(text)):
                handler.wfile.write(text[place : place + 1])
                handler.wfile.flush()
                if self._over.wait(reply.drip):
                    return
        else:
            handler.wfile.write(text)
        if reply.hang_up:
            handler.close_connection = True


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"


def held_containers() -> int:
    """How many objects the collector of garbage has to look at, once it has let go of those that
    it need not: it does so one level of nesting at a time."""
    for _ in range(3):
        gc.collect()
    return len(gc.get_objects())


def wait_until(true: Callable[[], Any], seconds: float = 20.0, why: Optional[str] = None) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, why or "it did not come true in time"
        time.sleep(0.01)
