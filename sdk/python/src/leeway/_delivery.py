"""The background thread: takes rows off the queue and delivers them, however often it takes."""

from __future__ import annotations

import contextlib
import http.client
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Optional

from ._batch import Batch, Encoder
from ._counters import Counters, Stats
from ._lifetime import forget, has_ended
from ._retry import RETRIED, backoff_seconds, bounded, retry_after_seconds
from ._row_queue import SIZE, Pending, Reader, RowQueue
from ._transport import Address, Answer, Transport, error_of, path_of

log = logging.getLogger("leeway")

#: A log that says the same all the time is one nobody reads.
_WARN_EVERY_SECONDS = 60.0
#: Encoding a batch takes a few hundredths of a second; a server that takes longer sets the pace.
_SLOW_SECONDS = 0.1
_FEW_ROWS = 50
_HEADERS = {"content-type": "application/x-ndjson", "content-encoding": "gzip"}


@dataclass(frozen=True)
class DeliverySettings:
    address: Address
    key: Optional[str]
    model: str
    #: Fields of predictions that have none of their own.
    defaults: dict[str, Any]
    batch_rows: int
    max_batch_bytes: int
    max_queue_rows: int
    max_queue_bytes: float
    flush_seconds: float
    timeout_seconds: float


class Bell:
    """Wakes one thread. An event would do, if setting it did not take a plain lock, at which a
    signal handler that logs would wait for ever for the very code that it interrupted."""

    def __init__(self) -> None:
        self._rings: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        # One ring is enough, and putting in another a moment later does no harm.
        if self._rings.empty():
            self._rings.put(None)

    def wait(self, seconds: float) -> None:
        with contextlib.suppress(Empty):
            self._rings.get(timeout=seconds)


class Delivery:
    """One queue, one thread, one connection. Made anew in a forked child."""

    def __init__(self, settings: DeliverySettings, readers: Sequence[Reader]) -> None:
        self.queue = RowQueue(settings.max_queue_rows, settings.max_queue_bytes)
        self._settings = settings
        self._counters = Counters()
        self._encoder = Encoder(
            self._counters,
            settings.defaults,
            readers,
            self.leave_out,
            settings.max_batch_bytes,
            self._hurry,
        )
        self._transport = Transport(settings.address, settings.key, self._encoder.pause)
        self._wake = Bell()
        self._closing = Bell()
        self._settled = threading.Condition()
        #: Held for good by whoever started the thread.
        self._starting = threading.Lock()
        self._thread: Optional[threading.Thread] = None
        #: Whether nothing was started yet.
        self.idle = True
        #: By `time.monotonic`; set once, by whoever closes.
        self._deadline: Optional[float] = None
        self._warned_at = 0.0
        #: How long the last batch took to be sent, attempts and rests included.
        self._sending_seconds = 0.0
        if has_ended():
            self.queue.close()

    def start(self) -> None:
        """Once there is a row, so that a server may fork after it was loaded."""
        # Not waited for: whoever has it starts the thread, and may be the very code that a signal
        # handler interrupts, which logs.
        if not self._starting.acquire(blocking=False):
            return
        thread = threading.Thread(target=self._run, name="leeway", daemon=True)
        self._thread, self.idle = thread, False
        try:
            thread.start()
        except RuntimeError:
            # The interpreter is ending and starts no more threads; `join` does the work then.
            self._thread, self.idle = None, True
            self._starting.release()

    def wake(self) -> None:
        self._wake.ring()

    def flush(self, timeout: float) -> bool:
        """Waits until what was put in before is settled; whether it was in time."""
        goal = self.queue.put_rows
        if self.queue.settled_rows < goal:
            self.start()
        self.wake()
        with self._settled:
            return self._settled.wait_for(lambda: self.queue.settled_rows >= goal, bounded(timeout))

    def await_room(self, size: int, deadline: float) -> None:
        """Waits for room for a row until a moment of `time.monotonic`, if there can be any."""
        if self.queue.has_room(size) or not self.queue.is_for(size):
            return
        seconds = deadline - time.monotonic()
        if seconds > 0:
            self.wake()
            with self._settled:
                self._settled.wait_for(
                    lambda: self.queue.has_room(size) or self.queue.closed, seconds
                )

    def note(self, reason: str, error: BaseException, rows: int = 1) -> None:
        """Counts what a host handed in and could not be made rows of."""
        if rows > 0:
            self.queue.drop(reason, rows)
        self._counters.last_error = f"{reason}: {error!r}"
        self._warn(f"What was logged could not be read: {error!r}")

    def leave_out(self, reason: str, error: BaseException) -> None:
        """Counts what a row is sent without."""
        self._counters.left_out[reason] += 1
        self._counters.last_error = f"{reason}: {error!r}"
        self._warn(f"What was logged is sent without a part of it: {error!r}")

    def close_soon(self, seconds: float) -> None:
        """Takes no more rows, and has so long to deliver those that it has."""
        # Before there is a deadline, at which the thread ends once the queue is empty.
        self.queue.close()
        if self._deadline is None:
            self._deadline = time.monotonic() + bounded(seconds)
        self._closing.ring()
        self.wake()

    def join(self) -> bool:
        """Waits until the end that `close_soon` set; whether everything was settled."""
        deadline = self._deadline or time.monotonic()
        thread = self._thread
        if thread is None:
            # Nothing was ever sent. At the end of an interpreter no thread can be started.
            self._drain()
            forget(self)
        elif thread is not threading.current_thread():
            # Not yet started is what a signal handler finds that interrupts the start.
            with contextlib.suppress(RuntimeError):
                thread.join(max(0.0, deadline - time.monotonic()) + 0.05)
        return self.queue.rows == 0

    def stats(self) -> Stats:
        offered, dropped = self.queue.counts()
        counters = self._counters
        for reason, rows in dict(counters.dropped).items():
            dropped[reason] = dropped.get(reason, 0) + rows
        return Stats(
            logged=offered + counters.extra,
            accepted=counters.accepted,
            refused=dict(counters.refused),
            dropped=dropped,
            queued=self.queue.rows,
            queued_bytes=self.queue.bytes,
            repeated=counters.repeated,
            early=counters.early,
            batches=counters.batches,
            retries=counters.retries,
            sent_bytes=counters.sent_bytes,
            skipped=dict(counters.skipped),
            left_out=dict(counters.left_out),
            last_error=counters.last_error,
        )

    def _hurry(self) -> float:
        if self._deadline is not None:
            return 2.0
        # A queue that is full because the server is slow is no emptier for rows that are encoded in
        # haste, and the host pays for that.
        return 0.0 if self._sending_seconds > _SLOW_SECONDS else self.queue.fullness

    def _run(self) -> None:
        while True:
            self._wake.wait(self._settings.flush_seconds)
            self._drain()
            if self._deadline is not None and self.queue.waiting == 0:
                self._transport.close()
                forget(self)
                return

    def _drain(self) -> None:
        while True:
            taken, size = self._take()
            rows = len(taken)
            if rows == 0:
                return
            settled = self._counters.settled + rows
            try:
                for batch in self._encoder.encode(taken):
                    since = time.monotonic()
                    self._deliver(batch)
                    self._sending_seconds = time.monotonic() - since
                    # Or it would be kept while the next one is made.
                    del batch
            except Exception as error:  # A bug in here must not end the thread.
                self._counters.dropped["internal"] += max(0, settled - self._counters.settled)
                self._counters.last_error = f"Rows were lost to an unexpected failure: {error!r}"
                self._warn(self._counters.last_error)
            finally:
                self.queue.settle(rows, size)
                with self._settled:
                    self._settled.notify_all()

    def _take(self) -> tuple[list[Pending], int]:
        """Rows of a batch and what memory they take; few by few, as they are in no cache once they
        have waited long."""
        taken: list[Pending] = []
        size, most = 0, self._settings.batch_rows
        while len(taken) < most and (few := self.queue.take(min(_FEW_ROWS, most - len(taken)))):
            taken += few
            size += sum(item[SIZE] for item in few)
            self._encoder.pause()
        return taken, size

    def _deliver(self, batch: Batch) -> None:
        body = batch.compressed(self._encoder.pause)
        self._encoder.pause()
        failures = 0
        while True:
            if self._deadline is not None and time.monotonic() >= self._deadline:
                self._counters.dropped["undelivered"] += len(batch.lines)
                return
            problem, delay = self._try(batch, body, failures)
            if problem is None:
                return
            failures += 1
            self._counters.last_error = problem
            self._warn(f"{problem} {self.queue.rows} rows wait.")
            if not self._rest(backoff_seconds(failures) if delay is None else delay, delay):
                self._counters.dropped["undelivered"] += len(batch.lines)
                return
            self._counters.retries += 1

    def _try(
        self, batch: Batch, body: bytes, failures: int
    ) -> tuple[Optional[str], Optional[float]]:
        """What stands against it now, and the delay that the server asked for; None where the
        batch is settled, for good or ill."""
        timeout = self._settings.timeout_seconds
        if self._deadline is not None:
            timeout = max(0.05, min(timeout, self._deadline - time.monotonic()))
        path = path_of("v1", "models", self._settings.model, batch.kind)
        try:
            answer = self._transport.send("POST", path, body, _HEADERS, timeout)
        except (OSError, http.client.HTTPException) as error:
            return f"The server cannot be reached: {error!r}.", None
        self._encoder.pause()
        if answer.status in RETRIED:
            asked = retry_after_seconds(answer.retry_after)
            if not asked:
                return f"The server answered {answer.status}.", None
            # Not all at once when the time has come, nor more often than without being asked.
            delay = max(asked + backoff_seconds(1), backoff_seconds(failures + 1))
            return f"The server answered {answer.status}.", delay
        self._settle(batch, body, answer)
        return None, None

    def _settle(self, batch: Batch, body: bytes, answer: Answer) -> None:
        counters = self._counters
        if 200 <= answer.status < 300:
            refused = counters.take_result(answer.json(), len(batch.lines))
            counters.batches += 1
            counters.sent_bytes += len(body)
            if refused:
                self._warn(str(counters.last_error))
            return
        error = error_of(answer)
        if error.code == "all_rows_refused" and isinstance(error.detail, dict):
            counters.take_result(error.detail, len(batch.lines))
            self._warn(str(counters.last_error))
            return
        if answer.status == 413 and len(batch.lines) > 1:
            for half in batch.halves():
                self._deliver(half)
            return
        counters.refused[error.code or f"http_{answer.status}"] += len(batch.lines)
        counters.last_error = str(error)
        self._warn(f"{len(batch.lines)} {batch.kind} were refused: {error}")

    def _rest(self, seconds: float, asked: Optional[float]) -> bool:
        """Waits before the next attempt; false where there will be none."""
        until = time.monotonic() + seconds
        if self._deadline is None:
            self._closing.wait(seconds)
        if self._deadline is None:
            return True
        # Closed. What the server asked for is kept to, and there may be no time for it.
        if asked is not None:
            left = until - time.monotonic()
            if time.monotonic() + left >= self._deadline:
                return False
            time.sleep(max(0.0, left))
            return True
        pause = min(0.1, seconds)
        if time.monotonic() + pause >= self._deadline:
            return False
        time.sleep(pause)
        return True

    def _warn(self, message: str) -> None:
        now = time.monotonic()
        if self._warned_at == 0.0 or now - self._warned_at > _WARN_EVERY_SECONDS:
            self._warned_at = now
            # A handler of the host's may raise, and a row is not lost to that.
            with contextlib.suppress(Exception):
                log.warning("%s", message)
