"""What the calls that set things up raise. Calls that send data never raise."""

from __future__ import annotations

from typing import Any, Optional


class LeewayError(Exception):
    """Something that was asked for could not be done; the text says what to do about it."""

    def __init__(
        self,
        message: str,
        *,
        code: Optional[str] = None,
        status: Optional[int] = None,
        detail: Any = None,
    ) -> None:
        super().__init__(message)
        #: Code of the server, as in docs/errors.md; None where it was never reached.
        self.code = code
        #: Status of HTTP.
        self.status = status
        #: What the server adds.
        self.detail = detail
