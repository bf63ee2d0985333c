"""The bounded queue between a host and the background thread."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any, Callable, Union

PREDICTIONS = "predictions"
LABELS = "labels"


#: Counts a part that a row is sent without, by a reason.
LeaveOut = Callable[[str, BaseException], None]
#: Makes rows of what was put in, in the background thread; or a text that says why there are none.
Reader = Callable[[Sequence[Any], LeaveOut], Union[list[dict[str, Any]], str]]
#: The kind; which reader of the client makes rows of the rest, if that is not what `_encoding` has
#: for the kind; about how many bytes of memory it takes; and the rest.
#:
#: One flat tuple, of values that hold no others as far as it goes, so a reader by its number: the
#: collector of garbage lets go of those on its first visits, while it would walk through ten
#: thousand rows of anything else, waiting for a server that is slow or down, and stop the host for
#: as long. And making a named tuple takes as long as all the rest of putting it into the queue.
Pending = tuple[Any, ...]
SIZE = 2


class RowQueue:
    """Many producers, one consumer. The consumer never takes the lock: it keeps counts of its
    own, so that no producer ever waits for a thread that encodes or sends. What is taken stays
    counted until it is settled, so the bounds hold for rows in flight, too."""

    def __init__(self, max_rows: int, max_bytes: float) -> None:
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._pending: deque[Pending] = deque()
        # Re-entrant, because a signal handler or a finaliser of the same thread may log.
        self._lock = threading.RLock()
        self._put_rows = 0
        self._put_bytes = 0
        self._settled_rows = 0
        self._settled_bytes = 0
        self._dropped: Counter[str] = Counter()
        self.closed = False

    def put(self, item: Pending) -> int:
        """How many rows wait now; 0 if there was no room for this one, which is counted then."""
        size = item[SIZE]
        with self._lock:
            if self.closed:
                self._dropped["closed"] += 1
                return 0
            if (
                self._put_rows - self._settled_rows >= self._max_rows
                or self._put_bytes - self._settled_bytes + size > self._max_bytes
            ):
                self._dropped["queue_full"] += 1
                return 0
            self._put_rows += 1
            self._put_bytes += size
            self._pending.append(item)
            return len(self._pending)

    def drop(self, reason: str, rows: int = 1) -> None:
        """Counts rows that never got here."""
        with self._lock:
            self._dropped[reason] += rows

    def close(self) -> None:
        """No row comes in afterwards, not even one that another thread is putting in now."""
        with self._lock:
            self.closed = True

    def is_for(self, size: int) -> bool:
        """Whether there could ever be room for such a row."""
        return size <= self._max_bytes

    def has_room(self, size: int) -> bool:
        return self.rows < self._max_rows and self.bytes + size <= self._max_bytes

    def take(self, most: int) -> list[Pending]:
        taken: list[Pending] = []
        pending = self._pending
        while len(taken) < most:
            try:
                taken.append(pending.popleft())
            except IndexError:
                break
        return taken

    def settle(self, rows: int, size: int) -> None:
        self._settled_rows += rows
        self._settled_bytes += size

    @property
    def waiting(self) -> int:
        """Rows nobody has taken."""
        return len(self._pending)

    @property
    def rows(self) -> int:
        return self._put_rows - self._settled_rows

    @property
    def bytes(self) -> int:
        return self._put_bytes - self._settled_bytes

    @property
    def put_rows(self) -> int:
        return self._put_rows

    @property
    def settled_rows(self) -> int:
        return self._settled_rows

    @property
    def fullness(self) -> float:
        return max(self.rows / self._max_rows, self.bytes / self._max_bytes)

    def counts(self) -> tuple[int, dict[str, int]]:
        """How many rows were offered, and how many were dropped here, by reason."""
        with self._lock:
            return self._put_rows + sum(self._dropped.values()), dict(self._dropped)
