"""What became of the rows, as far as the background thread knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass(frozen=True)
class Stats:
    """logged = accepted + refused + dropped + queued, once a moment is still."""

    #: Rows that were handed in.
    logged: int
    #: Rows the server acknowledged as durable.
    accepted: int
    #: Rows the server refused, by the code of docs/errors.md.
    refused: dict[str, int]
    #: Rows that were never delivered: `queue_full`, `closed`, `row_too_large`, `invalid_time`, …
    dropped: dict[str, int]
    #: Rows that wait or are on their way, and about how many bytes of memory they hold.
    queued: int
    queued_bytes: int
    #: Of the accepted, those the server had seen before, and those ahead of its clock.
    repeated: int
    early: int
    batches: int
    retries: int
    #: Compressed bytes of the acknowledged batches.
    sent_bytes: int
    #: Requests and calls a middleware or decorator did not make a prediction of, by reason.
    skipped: dict[str, int]
    #: Parts of rows that were sent without them, by reason.
    left_out: dict[str, int]
    #: What went wrong last, as a sentence; None where nothing did.
    last_error: Optional[str]


@dataclass
class Counters:
    accepted: int = 0
    repeated: int = 0
    early: int = 0
    batches: int = 0
    retries: int = 0
    sent_bytes: int = 0
    #: Rows that one pending item turned out to be beyond itself.
    extra: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    last_error: Optional[str] = None

    @property
    def settled(self) -> int:
        """How many pending items were accounted for."""
        gone = self.accepted + sum(self.refused.values()) + sum(self.dropped.values())
        return gone - self.extra

    def take_result(self, result: Any, rows: int) -> int:
        """Counts what the answer to a batch says, and tells how many rows it refuses. What it does
        not say counts as accepted."""
        told: dict[str, Any] = result if isinstance(result, dict) else {}
        listed = told.get("refused") if isinstance(told.get("refused"), list) else []
        refused_count = _count(told.get("refusedCount"), len(listed or []))
        self.accepted += _count(told.get("accepted"), rows - refused_count)
        self.repeated += _count(told.get("repeated"), 0)
        self.early += _count(told.get("early"), 0)
        for one in listed or []:
            code = str(one.get("code", "unknown")) if isinstance(one, dict) else "unknown"
            self.refused[code] += 1
            if isinstance(one, dict):
                self.last_error = f"A row was refused ({code}): {one.get('message', '')}"
        # The server lists the first thousand only.
        unlisted = refused_count - len(listed or [])
        if unlisted > 0:
            self.refused["not_listed"] += unlisted
        return max(refused_count, len(listed or []))


def _count(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
