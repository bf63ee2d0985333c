"""What waits is bounded in memory, and is what it was when it was logged."""

from __future__ import annotations

import array
import collections
import json
import tracemalloc
from typing import Any, Callable

import pytest

import leeway
from leeway._batch import Encoder
from leeway._counters import Counters
from leeway._snapshot import snapshot
from leeway._transport import Transport
from receiver import nowhere, wait_until

MIB = 1_048_576


# Memory.


class ObjectArray:
    """As numpy has them: what it says is the size of its pointers."""

    shape = (1,)
    nbytes = 8

    class dtype:
        kind = "O"

    def __init__(self, values: list[Any]) -> None:
        self._values = values

    def tolist(self) -> list[Any]:
        return self._values

    def copy(self) -> ObjectArray:
        return ObjectArray(list(self._values))


class Text(str):
    """As numpy's texts are."""


def text() -> str:
    return "a" * 99_000


LARGE: dict[str, Callable[[leeway.Client], object]] = {
    "decision": lambda client: client.log(decision=text()),
    "decision, of numpy": lambda client: client.log(decision=Text(text())),
    "version": lambda client: client.log(version=text()),
    "prediction_id": lambda client: client.log(prediction_id=text()),
    "label": lambda client: client.label("1", text()),
    "output": lambda client: client.label("1", 1, output=text()),
    "name of a feature": lambda client: client.log({text(): 1.0}),
    "name that is no text": lambda client: client.log({(text(),): 1.0, "b": 2, text(): 1}),
    "text of numpy": lambda client: client.log({"x": Text(text())}),
    "objects": lambda client: client.log({"x": ObjectArray([text()])}),
    "bytearray": lambda client: client.log({"x": bytearray(99_000)}),
    "list": lambda client: client.log({"x": [0.0] * 12_000}),
    "nested": lambda client: client.log({"x": [{"y": Text(text())}]}),
    "batch": lambda client: client.log_batch([{"d": text()}], decision="d", wait_seconds=0),
    "labels": lambda client: client.labels([{"prediction_id": 1, "label": text()}], wait_seconds=0),
}


@pytest.mark.parametrize("where", LARGE)
def test_what_is_large_counts_wherever_it_stands(make_client, where):
    client = make_client(nowhere(), max_queue_mib=1.0)
    for _ in range(20):
        LARGE[where](client)
    stats = client.stats()
    assert stats.dropped == {"queue_full": stats.logged - stats.queued}
    assert stats.queued <= 10
    assert stats.queued_bytes >= stats.queued * 96_000


def test_rows_that_are_longer_as_text_are_encoded_a_batch_at_a_time(make_client):
    client = make_client(nowhere(), batch_rows=200, flush_seconds=60)
    for _ in range(150):
        # Six bytes each, as JSON has it.
        client.log({"x": chr(1) * 140_000})
    tracemalloc.start()
    try:
        client._delivery.wake()
        wait_until(lambda: client.stats().retries > 0)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # All of them are 120 MiB.
    assert most <= 16 * MIB


def test_batches_of_a_part_each_account_for_all_rows(receiver, make_client):
    client = make_client(receiver.url, batch_rows=40, flush_seconds=60)
    for place in range(20):
        client.log({"x": chr(1) * 140_000}, prediction_id=str(place))
        client.label(str(place), 1)
    assert client.flush(30)
    stats = client.stats()
    assert (stats.logged, stats.accepted, stats.queued, stats.queued_bytes) == (40, 40, 0, 0)
    assert stats.batches > 4
    assert {row["predictionId"] for row in receiver.rows} == {str(place) for place in range(20)}


def test_a_failure_between_two_batches_counts_each_row_once(receiver, make_client, monkeypatch):
    client = make_client(receiver.url, batch_rows=20, flush_seconds=60)
    deliver, delivered = client._delivery._deliver, []

    def deliver_once(batch: Any) -> None:
        if delivered:
            raise RuntimeError("a bug")
        delivered.append(len(batch.lines))
        deliver(batch)

    monkeypatch.setattr(client._delivery, "_deliver", deliver_once)
    for _ in range(20):
        client.log({"x": chr(1) * 140_000})
    assert client.flush(30)
    stats = client.stats()
    assert 0 < stats.accepted == delivered[0] < 20
    assert stats.dropped == {"internal": 20 - stats.accepted}
    assert "a bug" in str(stats.last_error)


# What a host changes after it logged it.


class Tensor:
    """As torch has them: without `copy`, and with all that it was computed from behind it."""

    shape = (2,)

    def __init__(self, values: list[float], graph: object = "the graph") -> None:
        self.values, self.graph = values, graph

    def __setitem__(self, place: int, value: float) -> None:
        self.values[place] = value

    def detach(self) -> Tensor:
        return Tensor(self.values, None)

    def clone(self) -> Tensor:
        return Tensor(list(self.values), self.graph)

    def tolist(self) -> list[float]:
        assert self.graph is None
        return self.values


class Zero(Tensor):
    """Of no dimension, which may be set all the same."""

    shape = ()

    def detach(self) -> Tensor:
        return self

    def clone(self) -> Zero:
        return Zero(list(self.values), None)

    def tolist(self) -> Any:
        return self.values[0]


CHANGING: dict[str, tuple[Callable[[], Any], Any]] = {
    "list": (lambda: [1.0, 2.0], [1.0, 2.0]),
    "deque": (lambda: collections.deque([1.0, 2.0]), [1.0, 2.0]),
    "UserList": (lambda: collections.UserList([1.0, 2.0]), [1.0, 2.0]),
    "array": (lambda: array.array("d", [1.0, 2.0]), [1.0, 2.0]),
    "tensor": (lambda: Tensor([1.0, 2.0]), [1.0, 2.0]),
    "tensor of no dimension": (lambda: Zero([1.0]), 1.0),
    "bytearray": (lambda: bytearray(b"ab"), "ab"),
    "memoryview": (lambda: memoryview(bytearray(b"ab")), "ab"),
}


@pytest.mark.parametrize("kind", CHANGING)
def test_what_changes_after_it_was_logged_is_sent_as_it_was(receiver, make_client, kind):
    make, wanted = CHANGING[kind]
    client = make_client(receiver.url, flush_seconds=60)
    feature, nested = make(), make()
    client.log({"x": feature, "y": {"z": nested}})
    for one in (feature, nested):
        one[0] = 9
    assert client.flush(10)
    assert receiver.rows[0]["features"] == {"x": wanted, "y": {"z": wanted}}


def test_fields_that_change_after_they_were_logged_are_sent_as_they_were(receiver, make_client):
    client = make_client(receiver.url, flush_seconds=60)
    score, decision, label = array.array("d", [0.5]), ["a"], ["b"]
    client.log(score=score, decision=decision)
    client.label("1", label)
    client.log_batch([{"d": decision}], decision="d")
    score[0], decision[0], label[0] = 0.9, "changed", "changed"
    assert client.flush(10)
    first, second, truth = sorted(
        receiver.rows, key=lambda row: ("label" in row, "score" not in row)
    )
    assert (first["score"], first["decision"], second["decision"]) == (0.5, "a", "a")
    assert truth["label"] == "b"


def test_numpy_counts_and_is_copied(receiver, make_client):
    numpy = pytest.importorskip("numpy")
    client = make_client(receiver.url, flush_seconds=60)
    zero, score = numpy.array(1.5), numpy.array([0.5])
    texts = numpy.array(["a" * 99_000], dtype=object)
    client.log({"zero": zero, "texts": texts, "scalar": numpy.float32(0.5)}, score=score)
    assert client.stats().queued_bytes > 99_000
    zero[...], texts[0], score[0] = 9, "changed", 0.9
    assert client.flush(10)
    (row,) = receiver.rows
    assert row["features"] == {"zero": 1.5, "texts": ["a" * 99_000], "scalar": 0.5}
    assert row["score"] == 0.5


def test_rows_of_the_same_names_share_them():
    first, _, _ = snapshot(json.loads('{"tenure": 1, "plan": "basic"}'))
    second, values, _ = snapshot(json.loads('{"tenure": 2, "plan": "full"}'))
    assert first is second
    assert values == (2, "full")


def test_names_that_are_equal_and_not_the_same_are_kept_apart():
    snapshot({1: 0.5})
    (name,), _, _ = snapshot({True: 0.5})
    assert name is True


def test_the_host_has_its_turn_between_an_answer_and_the_next_rows(
    receiver, make_client, monkeypatch
):
    """What is done in one go after a long wait, out of no cache, would hold the host up for as long
    as the pieces together."""
    done: list[str] = []

    def noting(owner: type, name: str) -> None:
        as_it_is = getattr(owner, name)

        def noted(*args: Any) -> Any:
            try:
                return as_it_is(*args)
            finally:
                done.append(name)

        monkeypatch.setattr(owner, name, noted)

    # A slow machine would rest while it encodes, too.
    monkeypatch.setattr("leeway._batch._SLICE_SECONDS", 60)
    noting(Transport, "send")
    noting(Encoder, "pause")
    noting(Encoder, "encode")
    noting(Counters, "take_result")
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(10)
    sending = ["pause", "pause", "pause", "pause", "send", "pause"]
    assert done == ["pause", "encode", *sending, "take_result"]


def test_the_host_has_its_turn_between_reading_a_row_and_encoding_it(
    receiver, make_client, monkeypatch
):
    monkeypatch.setattr("leeway._batch._SLICE_SECONDS", 0)
    done: list[str] = []
    monkeypatch.setattr(Encoder, "pause", lambda self: done.append("pause"))
    for name in ("read_prediction", "encode_prediction"):
        as_it_is = getattr(leeway._batch, name)

        def noted(row: Any, name: str = name, as_it_is: Any = as_it_is) -> Any:
            done.append(name)
            return as_it_is(row)

        monkeypatch.setattr(leeway._batch, name, noted)
    client = make_client(receiver.url)
    client.log({"x": 1})
    client.log({"x": 2})
    assert client.flush(10)
    row = ["read_prediction", "pause", "encode_prediction", "pause"]
    first = done.index("read_prediction")
    assert done[first : first + 4] == row
