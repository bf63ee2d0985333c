"""The background thread: takes rows off the queue and delivers them, however often it takes."""

from __future__ import annotations

import http.client
import logging
import threading
import time
from dataclasses import dataclass
from typing import Any, Optional

from ._batch import Batch, Encoder
from ._counters import Counters, Stats
from ._lifetime import forget
from ._retry import RETRIED, backoff_seconds, retry_after_seconds
from ._row_queue import SIZE, RowQueue
from ._transport import Address, Answer, Transport, error_of, path_of

log = logging.getLogger("leeway")

#: A log that says the same all the time is one nobody reads.
_WARN_EVERY_SECONDS = 60.0
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
    max_queue_bytes: int
    flush_seconds: float
    timeout_seconds: float


class Delivery:
    """One queue, one thread, one connection. Made anew in a forked child."""

    def __init__(self, settings: DeliverySettings) -> None:
        self.queue = RowQueue(settings.max_queue_rows, settings.max_queue_bytes)
        self._settings = settings
        self._counters = Counters()
        self._transport = Transport(settings.address, settings.key)
        self._encoder = Encoder(
            self._counters, settings.defaults, settings.max_batch_bytes, self._hurry
        )
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._settled = threading.Condition()
        self._starting = threading.RLock()
        self._thread: Optional[threading.Thread] = None
        #: Whether nothing was started yet.
        self.idle = True
        #: By `time.monotonic`; set once, by whoever closes.
        self._deadline: Optional[float] = None
        self._warned_at = 0.0

    def start(self) -> None:
        """Once there is a row, so that a server may fork after it was loaded."""
        if self._thread is not None:
            return
        with self._starting:
            if self._thread is not None:
                return
            thread = threading.Thread(target=self._run, name="leeway", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # The interpreter is ending and starts no more threads; `join` does the work then.
                return
            self._thread = thread
            self.idle = False

    def wake(self) -> None:
        if not self._wake.is_set():
            self._wake.set()

    def flush(self, timeout: float) -> bool:
        """Waits until what was put in before is settled; whether it was in time."""
        goal = self.queue.put_rows
        if self.queue.settled_rows < goal:
            self.start()
        self._wake.set()
        with self._settled:
            return self._settled.wait_for(lambda: self.queue.settled_rows >= goal, timeout)

    def await_room(self, size: int, deadline: float) -> None:
        """Waits for room for a row until a moment of `time.monotonic`."""
        if self.queue.has_room(size):
            return
        seconds = deadline - time.monotonic()
        if seconds > 0:
            self.wake()
            with self._settled:
                self._settled.wait_for(
                    lambda: self.queue.has_room(size) or self.queue.closed, seconds
                )

    def note(self, reason: str, error: BaseException) -> None:
        """Counts what a host handed in and could not be made a row of."""
        self.queue.drop(reason)
        self._counters.last_error = f"{reason}: {error!r}"
        self._warn(f"What was logged could not be read: {error!r}")

    def close_soon(self, seconds: float) -> None:
        """Takes no more rows, and has so long to deliver those that it has."""
        if self._deadline is None:
            self._deadline = time.monotonic() + seconds
        self.queue.closed = True
        self._closing.set()
        self._wake.set()

    def join(self) -> bool:
        """Waits until the end that `close_soon` set; whether everything was settled."""
        deadline = self._deadline or time.monotonic()
        thread = self._thread
        if thread is None:
            # Nothing was ever sent. At the end of an interpreter no thread can be started.
            self._drain()
            forget(self)
        elif thread is not threading.current_thread():
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
            last_error=counters.last_error,
        )

    def _hurry(self) -> float:
        return 2.0 if self._closing.is_set() else self.queue.fullness

    def _run(self) -> None:
        while True:
            self._wake.wait(self._settings.flush_seconds)
            self._wake.clear()
            self._drain()
            if self._closing.is_set() and self.queue.waiting == 0:
                self._transport.close()
                forget(self)
                return

    def _drain(self) -> None:
        while taken := self.queue.take(self._settings.batch_rows):
            rows, size = len(taken), sum(item[SIZE] for item in taken)
            try:
                for batch in self._encoder.encode(taken):
                    self._deliver(batch)
            except Exception as error:  # A bug in here must not end the thread.
                self._counters.dropped["internal"] += rows
                self._warn(f"Rows were lost to an unexpected failure: {error!r}")
            finally:
                self.queue.settle(rows, size)
                with self._settled:
                    self._settled.notify_all()

    def _deliver(self, batch: Batch) -> None:
        body = batch.compressed(self._encoder.pause)
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
        if answer.status in RETRIED:
            asked = retry_after_seconds(answer.retry_after)
            # Not all at once when the time has come.
            delay = None if asked is None else asked + backoff_seconds(1)
            return f"The server answered {answer.status}.", delay
        self._settle(batch, body, answer)
        return None, None

    def _settle(self, batch: Batch, body: bytes, answer: Answer) -> None:
        counters = self._counters
        if 200 <= answer.status < 300:
            counters.take_result(answer.json(), len(batch.lines))
            counters.batches += 1
            counters.sent_bytes += len(body)
            if counters.refused:
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
            log.warning("%s", message)
