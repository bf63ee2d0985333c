"""A receiver of alarms that believes only what Leeway signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Optional


class Alarms:
    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        #: Of the channel; said by the server as the channel is made.
        self.secret = ""
        alarms = self

        class Requests(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                genuine = alarms._is_genuine(self.headers, body)
                if genuine:
                    alarms.messages.append(json.loads(body))
                self.send_response(204 if genuine else 401)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait_for(
        self, wanted: Callable[[dict[str, Any]], bool], seconds: float
    ) -> Optional[dict[str, Any]]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in list(self.messages):
                if wanted(message):
                    return message
            time.sleep(0.1)
        return None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _is_genuine(self, headers: Any, body: bytes) -> bool:
        """As https://www.standardwebhooks.com has it."""
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        given = [one.partition(",")[2] for one in headers["webhook-signature"].split()]
        return any(hmac.compare_digest(wanted, one) for one in given)
