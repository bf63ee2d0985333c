"""HTTP to one server over one connection that is kept."""

from __future__ import annotations

# Loaded by the first connection otherwise. A process that forks while a thread of it imports has
# a child in which that import never ends.
import encodings.idna  # noqa: F401
import http.client
import json
import ssl
from functools import partial
from typing import Any, Callable, NamedTuple, Optional, Union
from urllib.parse import quote, urlsplit

from ._response import Response
from ._retry import bounded
from .errors import LeewayError

#: More of an answer than this is not read.
_LONGEST_ANSWER = 4 * 1024 * 1024

Body = Union[bytes, Any, None]


class Answer(NamedTuple):
    status: int
    retry_after: Optional[str]
    text: bytes

    def json(self) -> Any:
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


class Address(NamedTuple):
    """Where a server is."""

    secure: bool
    host: str
    port: int
    prefix: str

    @staticmethod
    def parse(url: str) -> Address:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url is not one of http or https: {url!r}")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        try:
            parts.hostname.encode("idna")
        except UnicodeError:
            raise ValueError(f"url has a host that cannot be looked up: {url!r}") from None
        prefix = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
        return Address(secure, parts.hostname, port, prefix)


class Transport:
    """Not for two threads at once."""

    def __init__(
        self, address: Address, key: Optional[str], rest: Callable[[], None] = lambda: None
    ) -> None:
        self._address = address
        #: Called between the pieces of an answer: after a long wait none of it is in any cache, and
        #: all in one go would hold the interpreter lock for some milliseconds.
        self._rest = rest
        self._headers = {"user-agent": "leeway-python"}
        if key is not None:
            self._headers["authorization"] = f"Bearer {key}"
        self._connection: Optional[http.client.HTTPConnection] = None

    def send(
        self, method: str, path: str, body: Body, headers: dict[str, str], timeout: float
    ) -> Answer:
        """One request. Raises OSError or HTTPException where there is no answer."""
        kept = self._connection is not None
        try:
            return self._once(method, path, body, headers, timeout)
        except (http.client.HTTPException, BrokenPipeError, ConnectionError) as error:
            self.close()
            # A server may close a connection that was idle; that says nothing about its health. One
            # that began to answer was not idle.
            if not kept or hasattr(body, "read") or isinstance(error, http.client.IncompleteRead):
                raise
            return self._once(method, path, body, headers, timeout)
        except BaseException:
            self.close()
            raise

    def _once(
        self, method: str, path: str, body: Body, headers: dict[str, str], timeout: float
    ) -> Answer:
        timeout = bounded(timeout)
        if self._connection is None:
            self._connection = self._connect(timeout)
            # Anything that makes one will do.
            self._connection.response_class = partial(Response, self._rest)  # type: ignore[assignment]
        connection = self._connection
        connection.timeout = timeout
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        try:
            whole = self._address.prefix + path
            connection.request(method, whole, body, {**self._headers, **headers})
            response = connection.getresponse()
            self._rest()
            text = response.read(_LONGEST_ANSWER)
            # A read that is bounded does not notice by itself that the answer broke off.
            if response.length and len(text) < _LONGEST_ANSWER:
                raise http.client.IncompleteRead(text, response.length)
            if response.will_close or not response.isclosed():
                self.close()
            return Answer(response.status, response.getheader("retry-after"), text)
        except ValueError as error:
            # No server can be asked for such a path, nor be told such a header.
            self.close()
            raise http.client.InvalidURL(str(error)) from error
        except BaseException:
            self.close()
            raise

    def _connect(self, timeout: float) -> http.client.HTTPConnection:
        _, host, port, _ = self._address
        if self._address.secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
        return http.client.HTTPConnection(host, port, timeout=timeout)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def path_of(*parts: str) -> str:
    return "".join("/" + quote(part, safe="") for part in parts)


def error_of(answer: Answer) -> LeewayError:
    """What an answer that is no success says, as an exception."""
    body = answer.json()
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        start = answer.text[:200].decode("utf-8", "replace")
        return LeewayError(f"The server answered {answer.status}: {start}", status=answer.status)
    said = " ".join(
        str(error[part]) for part in ("message", "where", "detail", "hint") if error.get(part)
    )
    return LeewayError(
        said, code=error.get("code"), status=answer.status, detail=error.get("detail")
    )
