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
from ._retry import bounded
from ._row_queue import LABELS, PREDICTIONS, SIZE, Pending, Reader
from ._setup import Setup
from ._snapshot import SHORT_TEXT, freeze_all, snapshot
from ._transport import Address
from ._watch import watch_calls

_DEFAULT_URL = "http://127.0.0.1:8787"
#: Of a row, beside its features.
_ROW_BYTES = 700
#: Where fields begin in what is pending: a prediction has names and values of features before them.
_PREDICTION_FIELDS_AT = 5
_LABEL_FIELDS_AT = 3

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
        if not exit_seconds >= 0:
            raise ValueError("exit_seconds is 0 or more")
        address = Address.parse(url or os.environ.get("LEEWAY_URL") or _DEFAULT_URL)
        api_key = _key_of(key or os.environ.get("LEEWAY_KEY") or "")
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
            max_queue_bytes=max_queue_mib * _MIB,
            flush_seconds=bounded(flush_seconds),
            timeout_seconds=bounded(timeout_seconds),
        )
        self._batch_rows = self._settings.batch_rows
        self._exit_seconds = bounded(exit_seconds)
        #: Of calls that wait; the one at a number is never replaced.
        self._readers: list[Reader] = []
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
            is_own_id = prediction_id is None
            if is_own_id:
                prediction_id = new_prediction_id(now_ms)
            size = _ROW_BYTES
            names = values = None
            if features is not None:
                names, values, more = snapshot(features)
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
            # Looking at every field would make this a fifth slower, and most calls have only these,
            # which neither change nor hold much.
            if (
                (score is not None and type(score) is not float)
                or (
                    decision is not None
                    and (type(decision) is not str or len(decision) > SHORT_TEXT)
                )
                or (not is_own_id or time is not None or value is not None or outputs is not None)
                or (version is not None or variant is not None or environment is not None)
                or (status is not None or error_code is not None or latency_ms is not None)
                or (weight is not None or subject_key is not None or trace_id is not None)
                or (tags is not None or metadata is not None)
            ):
                item = _frozen(item, _PREDICTION_FIELDS_AT)
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
        try:
            # As LABEL_FIELDS has them.
            fields = (prediction_id, label, output, labelled_at, predicted_at)
            self._put(_label(fields))
        except Exception:
            self._delivery.queue.drop("unreadable")

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
            deadline = clock.monotonic() + bounded(wait_seconds)
            for row, truth in prediction_rows(frame, columns, exclude):
                ids.append(row["predictionId"])
                fields = map(row.get, PREDICTION_FIELDS)
                self._put_patiently(deadline, _prediction, row["features"], fields)
                if truth is not None:
                    self._put_patiently(deadline, _label, map(truth.get, LABEL_FIELDS))
        except Exception as error:
            self._delivery.note("unreadable_frame", error, _rows_left(frame, len(ids)))
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
        done = 0
        try:
            deadline = clock.monotonic() + bounded(wait_seconds)
            for row in label_rows(frame, columns, output):
                done += 1
                self._put_patiently(deadline, _label, map(row.get, LABEL_FIELDS))
        except Exception as error:
            self._delivery.note("unreadable_frame", error, _rows_left(frame, done))

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

    def _number_of(self, reader: Reader) -> int:
        """What a row that waits knows its reader by."""
        # Kept as long as the client, so one of the same parts is not added again.
        if reader not in self._readers:
            self._readers.append(reader)
        return self._readers.index(reader)

    def _put_patiently(self, deadline: float, make: Callable[..., Pending], *parts: Any) -> None:
        """A row of many: one that cannot be read leaves the others be."""
        try:
            item = make(*parts)
        except Exception as error:
            self._delivery.note("unreadable", error)
            return
        self._delivery.await_room(item[SIZE], deadline)
        self._put(item)

    def _start_over(self) -> None:
        """Once made, and in a forked child: what waits there belongs to the parent, and threads are
        not inherited."""
        if self._unheld is not None:
            self._unheld.detach()
        self._delivery = Delivery(self._settings, self._readers)
        # What was logged by a client that nobody holds any more is delivered all the same.
        self._unheld = weakref.finalize(self, self._delivery.close_soon, self._exit_seconds)
        self._unheld.atexit = False


def _prediction(features: Any, fields: Iterable[Any]) -> Pending:
    names, values, size = snapshot(features)
    item = (PREDICTIONS, None, _ROW_BYTES + size, names, values, *fields)
    return _frozen(item, _PREDICTION_FIELDS_AT)


def _label(fields: Iterable[Any]) -> Pending:
    return _frozen((LABELS, None, _ROW_BYTES, *fields), _LABEL_FIELDS_AT)


def _frozen(item: Pending, first: int) -> Pending:
    """The same with fields that cannot change any more, and with the memory they take."""
    fields = item[first:]
    frozen, more = freeze_all(fields)
    if frozen is fields and more == 0:
        return item
    kind, reader, size, *rest = item[:first]
    return (kind, reader, size + more, *rest, *frozen)


def _rows_left(frame: Any, done: int) -> int:
    """How many rows of a frame were not got to; what does not say how many it has counts as one."""
    try:
        if isinstance(frame, Mapping):
            return max(map(len, frame.values()), default=0) - done
        if isinstance(frame, (list, tuple)) or hasattr(frame, "columns"):
            return len(frame) - done
    except Exception:
        return 1
    return 1


def _key_of(given: str) -> Optional[str]:
    key = given.strip()
    if not (key.isascii() and key.isprintable()):
        raise ValueError("key has characters that no API key has")
    return key or None


def _require_positive(**numbers: float) -> None:
    for name, number in numbers.items():
        if not number > 0:
            raise ValueError(f"{name} is more than 0")
