"""What a host may do to its client, and a server to a delivery, without harm to either."""

from __future__ import annotations

import http.client
import logging
import math
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import leeway
from leeway._transport import Address, Answer, Transport
from receiver import Reply, Request, accept, nowhere

MIB = 1_048_576


# Many rows at once.


class Hostile:
    def __getattr__(self, name: str) -> object:
        raise RuntimeError("no")

    def __str__(self) -> str:
        raise RuntimeError("no")


def test_a_row_that_cannot_be_read_leaves_the_others_of_its_frame(receiver, make_client):
    client = make_client(receiver.url)
    frame = [{"x": 1, "id": "a"}, {"x": Hostile(), "id": "b"}, {"x": 3, "id": "c"}]
    assert client.log_batch(frame, prediction_id="id") == ["a", "b", "c"]
    assert client.flush(10)
    assert [row["predictionId"] for row in receiver.rows] == ["a", "c"]
    stats = client.stats()
    assert (stats.logged, stats.accepted, stats.dropped) == (3, 2, {"unreadable": 1})
    assert "no" in str(stats.last_error)


def test_a_label_that_cannot_be_read_leaves_the_others(receiver, make_client):
    client = make_client(receiver.url)
    client.labels({"prediction_id": ["a", Label(), "c"], "label": [1, 0, 1]})
    assert client.flush(10)
    assert [row["predictionId"] for row in receiver.rows] == ["a", "c"]
    assert client.stats().dropped == {"unreadable": 1}


class Label:
    """What says only as it is copied that it cannot be."""

    shape = (1,)

    def copy(self) -> Label:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("frame", "rows"),
    [
        ([{"a": 1}] * 7, 7),
        ({"a": [1, 2, 3]}, 3),
        ({"a": [1, 2, 3], "b": [1]}, 3),
        ([], 0),
        (3, 1),
        ("text", 1),
    ],
)
def test_all_rows_of_a_frame_that_cannot_be_read_are_counted(make_client, frame, rows):
    client = make_client(nowhere())
    assert client.log_batch(frame, score="missing") == []
    client.labels(frame, label="missing")
    assert client.stats().dropped.get("unreadable_frame", 0) == 2 * rows


def test_the_rows_after_a_failure_in_a_frame_are_counted(make_client, monkeypatch):
    def fail_after_two(*_: object) -> Iterator[tuple[dict[str, Any], None]]:
        for place in range(2):
            yield {"predictionId": place, "time": 1_760_000_000_000, "features": {}}, None
        raise RuntimeError("no")

    monkeypatch.setattr("leeway.client.prediction_rows", fail_after_two)
    client = make_client(nowhere())
    assert client.log_batch([{"a": 1}] * 10) == [0, 1]
    assert client.stats().logged == 10
    assert client.stats().dropped == {"unreadable_frame": 8}


def test_a_row_that_never_fits_is_not_waited_for(make_client):
    client = make_client(nowhere(), max_queue_mib=0.5)
    since = time.monotonic()
    client.log_batch([{"x": "a" * MIB}], wait_seconds=30)
    assert time.monotonic() - since < 5
    assert client.stats().dropped == {"queue_full": 1}


# Durations.


@pytest.mark.parametrize("seconds", [math.inf, 1e300])
def test_durations_without_an_end_are_kept_to(receiver, make_client, seconds):
    receiver.behaviours = [lambda request: Reply(503)]
    client = make_client(
        receiver.url,
        flush_seconds=seconds,
        timeout_seconds=seconds,
        exit_seconds=seconds,
        max_queue_rows=5,
        max_queue_mib=seconds,
    )
    ids = client.log_batch([{"x": 1}] * 20, wait_seconds=seconds)
    assert client.flush(seconds)
    assert client.call("POST", "/", [], timeout=seconds)
    client.log({"x": 1})
    assert client.close(seconds)
    stats = client.stats()
    assert (len(ids), stats.accepted, stats.dropped) == (20, 21, {})


@pytest.mark.parametrize(
    "option",
    ["max_queue_rows", "max_queue_mib", "flush_seconds", "timeout_seconds", "exit_seconds"],
)
def test_nan_is_no_amount_of_anything(option):
    with pytest.raises(ValueError, match=option):
        leeway.Client("churn", **{option: math.nan})


# Keys and addresses.


def test_a_key_may_have_ends_of_lines_around_it(receiver, make_client, monkeypatch):
    client = make_client(receiver.url, key=" secret\r\n")
    client.log({"x": 1})
    assert client.flush(10)
    monkeypatch.setenv("LEEWAY_KEY", "secret\n")
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(10)
    said = [request.headers["authorization"] for request in receiver.requests]
    assert said == ["Bearer secret"] * 2


@pytest.mark.parametrize("key", ["schlüssel", "key€", "one\ntwo", "a\x00b"])
def test_a_key_that_no_header_can_have_is_refused_at_once(key, monkeypatch):
    with pytest.raises(ValueError, match="key"):
        leeway.Client("churn", key=key)
    # Nothing says the key itself.
    if "\x00" not in key:
        monkeypatch.setenv("LEEWAY_KEY", key)
        with pytest.raises(ValueError, match=r"^(?!.*one)"):
            leeway.Client("churn")


@pytest.mark.parametrize("url", ["http://a..b:1", f"http://{'a' * 64}.test", "http://x:99999"])
def test_an_address_that_cannot_be_looked_up_is_refused_at_once(url):
    with pytest.raises(ValueError, match=r"."):
        leeway.Client("churn", url=url)


def test_a_prefix_is_written_as_urls_are():
    assert Address.parse("http://x/ä b/%20/").prefix == "/%C3%A4%20b/%20"


@pytest.mark.parametrize("path", ["/v1/ä", "/v1/a b"])
def test_a_path_that_cannot_be_asked_for_is_an_error_of_leeway(receiver, make_client, path):
    with pytest.raises(leeway.LeewayError):
        make_client(receiver.url).call("GET", path)


# Answers.


@pytest.mark.parametrize("header", ["-1e400", "0", "Thu, 01 Jan 1970 00:00:01 GMT", "0.001"])
def test_a_time_that_is_over_is_no_reason_to_hurry(receiver, make_client, header):
    receiver.behaviours = [lambda request: Reply(503, headers={"Retry-After": header})] * 4
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(30)
    at = [request.at for request in receiver.requests]
    for before, after, least in zip(at, at[1:], [0.1, 0.2, 0.4, 0.8]):
        assert after - before >= least


def test_an_answer_that_breaks_off_is_none(make_client):
    whole = b'{"accepted": 1, "refusedCount": 0, "refused": []}'
    head = b"HTTP/1.1 202 Accepted\r\ncontent-length: %d\r\n\r\n" % len(whole)
    answers = [head + whole[:20], head, head + whole]
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = []

        def serve() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.settimeout(10)
                    asked.append(connection.recv(65_536))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        client = make_client(f"http://127.0.0.1:{server.getsockname()[1]}")
        client.log({"x": 1})
        assert client.flush(20)
        thread.join()
    stats = client.stats()
    assert len(asked) == 3
    assert (stats.accepted, stats.batches, stats.retries) == (1, 1, 2)
    assert "IncompleteRead" in str(stats.last_error)


def take_request(connection: socket.socket) -> None:
    """Of `x`, whose head and body may come apart."""
    connection.settimeout(10)
    came = b""
    while not came.endswith(b"\r\n\r\nx"):
        came += connection.recv(65_536)


BODY = b'{"accepted": 1, "refusedCount": 0, "refused": []}'
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)


@pytest.mark.parametrize(
    ("answer", "closes"),
    [
        (b"HTTP/1.1 202 Yes\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY), False),
        (b"HTTP/1.1 202\r\nTRANSFER-ENCODING:chunked\r\n\r\n" + CHUNKED, False),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
            b"HTTP/1.1 202 Yes\r\nTransfer-Encoding: Chunked\r\n\r\n" + CHUNKED,
            False,
        ),
        (b"HTTP/1.1 202 Yes\r\nX: y\r\n\r\n" + BODY, True),
        (
            b"HTTP/1.1 202 Yes\nContent-Length: %d\nConnection: close\n\n%s" % (len(BODY), BODY),
            True,
        ),
        (b"HTTP/1.0 202 Yes\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY), True),
    ],
)
def test_an_answer_is_read_however_its_server_writes_it(answer, closes):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                for _ in range(1 if closes else 2):
                    take_request(connection)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        transport = Transport(Address.parse(f"http://127.0.0.1:{server.getsockname()[1]}"), None)
        for _ in range(1 if closes else 2):
            assert transport.send("POST", "/", b"x", {}, 10) == Answer(202, None, BODY)
            assert (transport._connection is None) == closes
        thread.join()
        transport.close()


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/2 202 Yes\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 yes\r\n\r\n",
        b"HTTP/1.1 202 Yes\r\nX: " + b"y" * 70_000,
        b"HTTP/1.1 202 Yes\r\n" + b"X: y\r\n" * 102,
    ],
)
def test_what_is_no_answer_is_an_error(head):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                take_request(connection)
                connection.sendall(head)

        thread = threading.Thread(target=serve)
        thread.start()
        transport = Transport(Address.parse(f"http://127.0.0.1:{server.getsockname()[1]}"), None)
        with pytest.raises((http.client.HTTPException, OSError)):
            transport.send("POST", "/", b"x", {}, 10)
        assert transport._connection is None
        thread.join()


def test_json_that_is_nested_too_deep_says_nothing():
    assert Answer(202, None, b"[" * 200_000).json() is None


# What is said about it.


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    said: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Handler()
    logging.getLogger("leeway").addHandler(handler)
    yield said
    logging.getLogger("leeway").removeHandler(handler)


def test_a_refused_row_is_said_once_and_not_with_every_batch(
    receiver, make_client, monkeypatch, warnings
):
    def refuse(request: Request) -> Reply:
        return Reply(202, {"accepted": 0, "refusedCount": 1, "refused": [{"code": "no"}]})

    monkeypatch.setattr("leeway._delivery._WARN_EVERY_SECONDS", -1.0)
    receiver.behaviours = [refuse]
    client = make_client(receiver.url)
    for _ in range(4):
        client.log({"x": 1})
        assert client.flush(10)
    assert (client.stats().accepted, client.stats().refused) == (3, {"no": 1})
    assert len(warnings) == 1


def test_a_log_handler_that_raises_costs_no_rows(receiver, make_client, monkeypatch):
    class Raising(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr("leeway._delivery._WARN_EVERY_SECONDS", -1.0)
    receiver.behaviours = [
        lambda request: Reply(503),
        lambda request: Reply(404, {"error": {"code": "model_not_found", "message": "No."}}),
    ]
    handler = Raising()
    logging.getLogger("leeway").addHandler(handler)
    try:
        client = make_client(receiver.url)
        for _ in range(2):
            client.log({"x": 1})
            assert client.flush(10)
        client.log_batch(3)
    finally:
        logging.getLogger("leeway").removeHandler(handler)
    stats = client.stats()
    assert (stats.accepted, stats.refused) == (1, {"model_not_found": 1})
    assert stats.dropped == {"unreadable_frame": 1}


def test_one_ring_too_many_is_not_kept(make_client):
    client = make_client(nowhere(), batch_rows=1, timeout_seconds=60)
    for _ in range(2_000):
        client.log({"x": 1})
    assert client._delivery._wake._rings.qsize() <= 2


@pytest.mark.parametrize("seconds, hurried", [(0.0, True), (0.3, False)])
def test_rows_are_encoded_in_haste_only_where_that_empties_the_queue(
    receiver, make_client, seconds, hurried
):
    """Of a full queue: with a slow server the host would pay for haste that gains nothing."""
    receiver.always = lambda request: accept(request)._replace(after=seconds)
    client = make_client(receiver.url, batch_rows=10, max_queue_rows=100, flush_seconds=60)
    pauses: list[float] = []
    hurry = client._delivery._hurry

    def told() -> float:
        pauses.append(hurry())
        return pauses[-1]

    client._delivery._encoder._hurry = told
    for place in range(90):
        client.log({"text": "x" * 4_000, "place": place})
    assert client.flush(20)
    # The first batch is encoded before anything is known of the server.
    later = pauses[len(pauses) // 3 :]
    assert (max(later) >= 0.4) == hurried
