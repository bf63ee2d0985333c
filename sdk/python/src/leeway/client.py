"""The client: what a service calls for every prediction, and a job for many."""

from __future__ import annotations

import os
import time as clock
import weakref
from collections.abc import Iterable, Mapping
from typing import Any, Callable, Optional

from . import _lifetime
from ._counters import Stats
from ._delivery import Delivery, DeliverySettings
from ._encoding import LABEL_FIELDS, PREDICTION_FIELDS
from ._frame_columns import label_rows, prediction_rows
from ._prediction_id import new_prediction_id
from ._row_queue import LABELS, PREDICTIONS, SIZE, Pending
from ._setup import Setup
from ._snapshot import freeze, snapshot
from ._transport import Address
from ._watch import watch_calls

_DEFAULT_URL = "http://127.0.0.1:8787"
#: Of a row, beside its features.
_ROW_BYTES = 700

_MIB = 1_048_576


class Client(Setup):
    """Sends predictions and labels of one model in the background.

    Once it is made, `log`, `label`, the middleware and the decorator never raise and never wait;
    what could not be sent is counted in `stats()`, and logged once a minute at most.
    """

    def __init__(
        self,
        model: str,
        *,
        url: Optional[str] = None,
        key: Optional[str] = None,
        version: Optional[str] = None,
        variant: Optional[str] = None,
        environment: Optional[str] = None,
        max_queue_rows: int = 10_000,
        max_queue_mib: float = 64.0,
        batch_rows: int = 500,
        flush_seconds: float = 1.0,
        timeout_seconds: float = 10.0,
        exit_seconds: float = 5.0,
    ) -> None:
        """
        :param model: name of the model, as `PUT /v1/models/{model}` has it
        :param url: of the server; else `LEEWAY_URL`, else http://127.0.0.1:8787
        :param key: an API key; else `LEEWAY_KEY`
        :param version: of the model, of rows that name none; so `variant` and `environment`
        :param max_queue_rows: rows that may wait; what comes beyond is dropped and counted
        :param max_queue_mib: memory that they may take
        :param batch_rows: rows of a request
        :param flush_seconds: how long a row waits for others at most
        :param timeout_seconds: how long the server may be silent in a request
        :param exit_seconds: how long the end of the process may wait for the last rows
        """
        if not isinstance(model, str) or not 0 < len(model) <= 200:
            raise ValueError("model is a name of 1 to 200 characters")
        _require_positive(
            max_queue_rows=max_queue_rows,
            max_queue_mib=max_queue_mib,
            batch_rows=batch_rows,
            flush_seconds=flush_seconds,
            timeout_seconds=timeout_seconds,
        )
        if exit_seconds < 0:
            raise ValueError("exit_seconds is 0 or more")
        address = Address.parse(url or os.environ.get("LEEWAY_URL") or _DEFAULT_URL)
        api_key = key or os.environ.get("LEEWAY_KEY") or None
        super().__init__(model, address, api_key)
        defaults = {"version": version, "variant": variant, "environment": environment}
        self._settings = DeliverySettings(
            address=address,
            key=api_key,
            model=model,
            defaults={name: value for name, value in defaults.items() if value is not None},
            batch_rows=min(batch_rows, max_queue_rows),
            max_batch_bytes=4 * _MIB,
            max_queue_rows=max_queue_rows,
            max_queue_bytes=int(max_queue_mib * _MIB),
            flush_seconds=flush_seconds,
            timeout_seconds=timeout_seconds,
        )
        self._batch_rows = self._settings.batch_rows
        self._exit_seconds = exit_seconds
        self._unheld: Optional[weakref.finalize[Any, Any]] = None
        self._start_over()
        _lifetime.watch_over(self)

    def log(
        self,
        features: Any = None,
        *,
        score: Any = None,
        decision: Any = None,
        value: Any = None,
        outputs: Any = None,
        prediction_id: Any = None,
        time: Any = None,
        version: Any = None,
        variant: Any = None,
        environment: Any = None,
        status: Optional[str] = None,
        error_code: Any = None,
        latency_ms: Any = None,
        weight: Any = None,
        subject_key: Any = None,
        trace_id: Any = None,
        tags: Optional[Mapping[str, Any]] = None,
        metadata: Any = None,
    ) -> Any:
        """One prediction. Returns its id, to tell the label by later; made here if not given.

        `features` is a mapping of names to values. `score` is that of the positive class,
        `decision` the class that was chosen, `value` the number that was predicted; a model of
        several outputs has `outputs={"price": {"value": 3.2}}`. `time` is a datetime (UTC if it
        has no zone), text of ISO 8601 or milliseconds since 1970; now unless given.
        """
        try:
            now_ms = clock.time_ns() // 1_000_000
            if prediction_id is None:
                prediction_id = new_prediction_id(now_ms)
            size = _ROW_BYTES
            names = values = None
            if features is not None:
                names, values, more = snapshot(features)
                size += more
            if outputs is not None:
                outputs, more = freeze(outputs)
                size += more
            if tags is not None:
                tags, more = freeze(tags)
                size += more
            if metadata is not None:
                metadata, more = freeze(metadata)
                size += more
            item = (
                PREDICTIONS,
                None,
                size,
                names,
                values,
                # As PREDICTION_FIELDS has them.
                prediction_id,
                now_ms if time is None else time,
                score,
                decision,
                value,
                version,
                variant,
                environment,
                status,
                error_code,
                latency_ms,
                weight,
                subject_key,
                trace_id,
                outputs,
                tags,
                metadata,
            )
            self._put(item)
        except Exception:
            self._delivery.queue.drop("unreadable")
        return prediction_id

    def label(
        self,
        prediction_id: Any,
        label: Any,
        *,
        output: Optional[str] = None,
        labelled_at: Any = None,
        predicted_at: Any = None,
    ) -> None:
        """The truth about a prediction, whenever it is known; the last one sent counts.
        `predicted_at` saves the server looking for the prediction."""
        # As LABEL_FIELDS has them.
        fields = (prediction_id, label, output, labelled_at, predicted_at)
        self._put((LABELS, None, _ROW_BYTES, *fields))

    def log_batch(
        self,
        frame: Any,
        *,
        prediction_id: Optional[str] = None,
        time: Optional[str] = None,
        score: Optional[str] = None,
        decision: Optional[str] = None,
        value: Optional[str] = None,
        label: Optional[str] = None,
        version: Optional[str] = None,
        latency: Optional[str] = None,
        weight: Optional[str] = None,
        subject_key: Optional[str] = None,
        exclude: Iterable[str] = (),
        wait_seconds: float = 60.0,
    ) -> list[Any]:
        """Many predictions: a data frame of pandas or polars, a table of pyarrow, a dictionary of
        columns or a list of dictionaries. The arguments name columns; all others are features.
        With `label` the rows' labels are sent, too. Returns the ids, in order.

        For jobs: where the queue is full it waits for room, for `wait_seconds` altogether, and
        drops and counts what is left then. `wait_seconds=0` never waits.
        """
        columns = {
            "predictionId": prediction_id,
            "time": time,
            "score": score,
            "decision": decision,
            "value": value,
            "label": label,
            "version": version,
            "latencyMs": latency,
            "weight": weight,
            "subjectKey": subject_key,
        }
        ids: list[Any] = []
        try:
            deadline = clock.monotonic() + wait_seconds
            for row, truth in prediction_rows(frame, columns, exclude):
                ids.append(row["predictionId"])
                *features, size = snapshot(row["features"])
                fields = map(row.get, PREDICTION_FIELDS)
                item = (PREDICTIONS, None, size + _ROW_BYTES, *features, *fields)
                self._put_patiently(item, deadline)
                if truth is not None:
                    self._put_label_patiently(truth, deadline)
        except Exception as error:
            self._delivery.note("unreadable_frame", error)
        return ids

    def labels(
        self,
        frame: Any,
        *,
        prediction_id: str = "prediction_id",
        label: str = "label",
        labelled_at: Optional[str] = None,
        predicted_at: Optional[str] = None,
        output: Optional[str] = None,
        wait_seconds: float = 60.0,
    ) -> None:
        """Many labels; the arguments name columns, but for `output`, which is one for all."""
        columns = {
            "predictionId": prediction_id,
            "label": label,
            "labelledAt": labelled_at,
            "predictedAt": predicted_at,
        }
        try:
            deadline = clock.monotonic() + wait_seconds
            for row in label_rows(frame, columns, output):
                self._put_label_patiently(row, deadline)
        except Exception as error:
            self._delivery.note("unreadable_frame", error)

    def watch(self, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A decorator that logs what a function is called with, what it answers, how long it
        takes and whether it fails: see docs/python.md."""
        return watch_calls(self, **options)

    def stats(self) -> Stats:
        """What became of the rows."""
        return self._delivery.stats()

    def flush(self, timeout: float = 30.0) -> bool:
        """Waits until what was logged so far is settled; whether it was in time."""
        try:
            return self._delivery.flush(timeout)
        except Exception:
            return False

    def close(self, timeout: Optional[float] = None) -> bool:
        """Delivers what waits, and takes no more; whether all was settled in time. The end of the
        process does it by itself, within `exit_seconds`."""
        self._delivery.close_soon(self._exit_seconds if timeout is None else timeout)
        return self._delivery.join()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, item: Pending) -> None:
        """Hands a row over. The one way in for whatever watches a service."""
        delivery = self._delivery
        try:
            waiting = delivery.queue.put(item)
            if waiting and delivery.idle:
                _lifetime.close_at_exit(delivery, self._exit_seconds)
                delivery.start()
            elif waiting >= self._batch_rows:
                delivery.wake()
        except Exception as error:
            delivery.note("internal", error)

    def _put_patiently(self, item: Pending, deadline: float) -> None:
        self._delivery.await_room(item[SIZE], deadline)
        self._put(item)

    def _put_label_patiently(self, row: Mapping[str, Any], deadline: float) -> None:
        self._put_patiently((LABELS, None, _ROW_BYTES, *map(row.get, LABEL_FIELDS)), deadline)

    def _start_over(self) -> None:
        """Once made, and in a forked child: what waits there belongs to the parent, and threads are
        not inherited."""
        if self._unheld is not None:
            self._unheld.detach()
        self._delivery = Delivery(self._settings)
        # What was logged by a client that nobody holds any more is delivered all the same.
        self._unheld = weakref.finalize(self, self._delivery.close_soon, self._exit_seconds)
        self._unheld.atexit = False


def _require_positive(**numbers: float) -> None:
    for name, number in numbers.items():
        if not number > 0:
            raise ValueError(f"{name} is more than 0")
