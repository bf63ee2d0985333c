"""The head of an answer, read by little code."""

from __future__ import annotations

import http.client
from typing import Any, Callable, Optional

_LONGEST_LINE = 65_536
_MOST_FIELDS = 100


class Response(http.client.HTTPResponse):
    """What the library has for an answer, but for the parser of e-mails that it reads the head
    with. After a wait of seconds that one is in no cache of the processor any more, and what it
    takes then, some milliseconds, the host waits for the interpreter lock."""

    def __init__(self, rest: Callable[[], None], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rest = rest

    # As `http.client` sets and reads them; the body is read by it.
    fp: Any
    headers: Any
    msg: Any
    chunked: bool
    chunk_left: Optional[int]
    length: Optional[int]
    _read_status: Callable[[], tuple[str, int, str]]
    _check_close: Callable[[], bool]

    def begin(self) -> None:
        if self.headers is not None:
            return
        # Reads nothing; waking up is a piece of its own.
        self.fp.peek(1)
        self._rest()
        status = 100
        # What comes before the answer is none.
        while 100 <= status < 200 and status != 101:
            version, status, self.reason = self._read_status()
            self._rest()
            fields = self._read_fields()
        if not version.startswith(("HTTP/1.", "HTTP/0.9")):
            raise http.client.UnknownProtocol(version)
        self.code = self.status = status
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.headers = self.msg = fields
        self.chunked = fields.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        length = fields.get("content-length", "")
        self.length = int(length) if length.isdecimal() and not self.chunked else None
        if status in (204, 304):
            self.length = 0
        self.will_close = self._check_close() or (not self.chunked and self.length is None)

    def _read_fields(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        for _ in range(_MOST_FIELDS + 1):
            line = self.fp.readline(_LONGEST_LINE + 1)
            if len(line) > _LONGEST_LINE:
                raise http.client.LineTooLong("header line")
            if line in (b"\r\n", b"\n", b""):
                return fields
            name, _, value = line.decode("latin-1").partition(":")
            fields.setdefault(name.strip().lower(), value.strip())
        raise http.client.HTTPException(f"got more than {_MOST_FIELDS} headers")

    def getheader(self, name: str, default: Any = None) -> Any:
        return self.headers.get(name.lower(), default)
