"""Rows on their way: encoded, compressed, and sent in one request."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from ._counters import Counters
from ._encoding import (
    UnsendableRow,
    encode_label,
    encode_prediction,
    read_label,
    read_prediction,
)
from ._row_queue import PREDICTIONS, LeaveOut, Pending, Reader

#: Encoding holds the interpreter lock. A host thread that wants it waits for one such slice…
_SLICE_SECONDS = 0.0002
#: …after which it is given up for long enough that a waiting thread surely gets it: one that is
#: merely released is often taken back before the other thread has woken up.
_PAUSE_SECONDS = 0.0005
_SHORT_PAUSE_SECONDS = 0.0001
#: About as long, compressing.
_PIECE_BYTES = 16_384


@dataclass
class Batch:
    kind: str
    lines: list[bytes] = field(default_factory=list)
    size: int = 0

    def compressed(self, pause: Callable[[], None]) -> bytes:
        """Piece by piece: a host of one processor waits for a piece, not for all of it."""
        # Level 1 takes a third of the time of the default and leaves a tenth more.
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        packed = []
        piece = bytearray()
        for place, line in enumerate(self.lines):
            if place > 0:
                piece += b"\n"
            piece += line
            if len(piece) >= _PIECE_BYTES:
                packed.append(packer.compress(piece))
                piece = bytearray()
                pause()
        packed += [packer.compress(piece), packer.flush()]
        return b"".join(packed)

    def halves(self) -> list[Batch]:
        middle = len(self.lines) // 2
        return [
            Batch(self.kind, part, sum(map(len, part)))
            for part in (self.lines[:middle], self.lines[middle:])
        ]


class Encoder:
    """Makes batches of what was taken off the queue."""

    def __init__(
        self,
        counters: Counters,
        defaults: dict[str, Any],
        readers: Sequence[Reader],
        leave_out: LeaveOut,
        max_batch_bytes: int,
        hurried: Callable[[], float],
    ):
        self._counters = counters
        #: Of what was put in, by their numbers.
        self._readers = readers
        self._leave_out = leave_out
        #: Fields of predictions that have none of their own.
        self._defaults = defaults
        self._max_batch_bytes = max_batch_bytes
        #: Between 0 and 1 how full the queue is; beyond 1 there is no time for pauses.
        self._hurry = hurried
        self._since = 0.0

    def encode(self, taken: list[Pending]) -> Iterator[Batch]:
        """Hands a batch on as soon as it is full, because rows may be many times as long as text,
        and goes on once it is sent. Uses `taken` up, so that rows are freed one by one: freeing all
        at once would hold the lock for longer than any slice."""
        batches: dict[str, Batch] = {}
        taken.reverse()
        while taken:
            kind, reader, _, *rest = taken.pop()
            for line in self._lines(kind, reader, rest):
                batch = batches.setdefault(kind, Batch(kind))
                if batch.lines and batch.size + len(line) > self._max_batch_bytes:
                    yield batches.pop(kind)
                    batch = batches.setdefault(kind, Batch(kind))
                batch.lines.append(line)
                batch.size += len(line) + 1
        while batches:
            yield batches.popitem()[1]

    def pause(self) -> None:
        """Lets the host go first."""
        hurry = self._hurry()
        if hurry <= 1:
            time.sleep(_PAUSE_SECONDS if hurry < 0.5 else _SHORT_PAUSE_SECONDS)
        self._since = time.perf_counter()

    def _end_slice(self) -> None:
        if time.perf_counter() - self._since > _SLICE_SECONDS:
            self.pause()

    def _lines(self, kind: str, reader: Optional[int], rest: list[Any]) -> list[bytes]:
        lines = []
        rows = self._rows(kind, reader, rest)
        # Between reading and encoding, too: the first row takes ten times as long as the others,
        # with all of this in no cache after a wait.
        self._end_slice()
        for row in rows:
            try:
                if kind == PREDICTIONS:
                    lines.append(encode_prediction({**self._defaults, **row}))
                else:
                    lines.append(encode_label(row))
            except UnsendableRow as refusal:
                self._counters.dropped[refusal.reason] += 1
            except Exception as error:
                self._counters.dropped["unreadable"] += 1
                self._counters.last_error = f"A row could not be read: {error!r}"
            self._end_slice()
        return lines

    def _rows(self, kind: str, reader: Optional[int], rest: list[Any]) -> list[dict[str, Any]]:
        if reader is None:
            return [read_prediction(rest) if kind == PREDICTIONS else read_label(rest)]
        try:
            made = self._readers[reader](rest, self._leave_out)
        except Exception as error:
            self._counters.last_error = f"No prediction could be made of a call: {error!r}"
            made = "unreadable"
        if isinstance(made, str):
            self._counters.skipped[made] += 1
            made = []
        self._counters.extra += len(made) - 1
        return made
