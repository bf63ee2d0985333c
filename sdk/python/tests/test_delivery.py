"""Rows on their way to receivers that behave well, and to those that do not."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections import Counter
from email.utils import formatdate

import pytest

import leeway
from receiver import (
    Receiver,
    Reply,
    Request,
    accept,
    free_port,
    held_containers,
    wait_until,
)


def settled(client: leeway.Client) -> leeway.Stats:
    """The counts at rest, which have to add up."""
    stats = client.stats()
    gone = stats.accepted + sum(stats.refused.values()) + sum(stats.dropped.values())
    assert stats.logged == gone + stats.queued, stats
    return stats


def test_rows_arrive_as_compressed_lines_under_the_key(receiver, make_client):
    client = make_client(receiver.url, "a/b model", key="lwy_secret", version="7")
    made = client.log({"tenure": 3}, score=0.25, decision="stays", tags={"team": "x"})
    client.label(made, "leaves", predicted_at=1_760_000_000_000)
    assert client.flush(10)
    by_path = {request.path: request for request in receiver.requests}
    assert set(by_path) == {
        "/v1/models/a%2Fb%20model/predictions",
        "/v1/models/a%2Fb%20model/labels",
    }
    sent = by_path["/v1/models/a%2Fb%20model/predictions"]
    assert sent.headers["content-encoding"] == "gzip"
    assert sent.headers["content-type"] == "application/x-ndjson"
    assert sent.headers["authorization"] == "Bearer lwy_secret"
    (row,) = sent.rows
    assert abs(row.pop("time") - time.time() * 1000) < 60_000
    assert row == {
        "predictionId": made,
        "version": "7",
        "features": {"tenure": 3},
        "score": 0.25,
        "decision": "stays",
        "tags": {"team": "x"},
    }
    (label,) = by_path["/v1/models/a%2Fb%20model/labels"].rows
    assert label == {"predictionId": made, "label": "leaves", "predictedAt": 1_760_000_000_000}
    assert settled(client).accepted == 2


def test_what_is_logged_is_what_was_there_when_it_was_logged(receiver, make_client):
    client = make_client(receiver.url)
    features = {"vector": [1.0, 2.0], "nested": {"a": [1]}, "n": 1}
    client.log(features, tags={"a": 1})
    features["vector"].append(3.0)
    features["nested"]["a"].append(2)
    features["n"] = 2
    assert client.flush(10)
    assert receiver.rows[0]["features"] == {"vector": [1.0, 2.0], "nested": {"a": [1]}, "n": 1}


def test_refused_rows_are_counted_by_their_reasons(receiver, make_client):
    def refuse_two(request: Request) -> Reply:
        refused = [
            {"index": 0, "code": "invalid_field", "message": "time must be a time"},
            {"index": 2, "code": "time_in_future", "message": "ahead"},
        ]
        return Reply(
            202, {"accepted": len(request.rows) - 2, "refusedCount": 2, "refused": refused}
        )

    receiver.behaviours = [refuse_two]
    client = make_client(receiver.url, flush_seconds=0.5)
    for _ in range(5):
        client.log({"x": 1})
    assert client.flush(10)
    stats = settled(client)
    assert (stats.accepted, stats.refused) == (3, {"invalid_field": 1, "time_in_future": 1})
    assert "time_in_future" in str(stats.last_error)


def test_more_refusals_than_are_listed_are_counted_all_the_same(receiver, make_client):
    receiver.behaviours = [lambda request: Reply(202, {"accepted": 0, "refusedCount": 3})]
    client = make_client(receiver.url, flush_seconds=0.5)
    for _ in range(3):
        client.log()
    assert client.flush(10)
    assert settled(client).refused == {"not_listed": 3}


@pytest.mark.parametrize(
    ("status", "code"), [(404, "model_not_found"), (401, "invalid_key"), (400, "invalid_request")]
)
def test_what_is_refused_for_good_is_not_sent_again(receiver, make_client, status, code):
    error = {"error": {"code": code, "message": "No.", "hint": "Do it right."}}
    receiver.always = lambda request: Reply(status, error)
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(10)
    assert settled(client).refused == {code: 1}
    assert len(receiver.requests) == 1
    assert client.stats().last_error == "No. Do it right."


def test_a_batch_that_is_too_large_is_sent_in_parts(receiver, make_client):
    receiver.always = lambda request: Reply(413) if len(request.rows) > 3 else accept(request)
    client = make_client(receiver.url, flush_seconds=0.5)
    for place in range(10):
        client.log({"x": place})
    assert client.flush(10)
    assert settled(client).accepted == 10
    taken = [
        row["features"]["x"] for one in receiver.requests if len(one.rows) < 4 for row in one.rows
    ]
    assert sorted(taken) == list(range(10))


@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_asks_for_time_gets_it(receiver, make_client, as_date):
    value = formatdate(time.time() + 3, usegmt=True) if as_date else "1"
    receiver.behaviours = [lambda request: Reply(429, headers={"Retry-After": value})]
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(20)
    first, second = receiver.requests
    assert second.at - first.at >= 1.0
    assert first.rows == second.rows
    stats = settled(client)
    assert (stats.accepted, stats.retries) == (1, 1)


def test_failures_are_answered_by_ever_longer_pauses(receiver, make_client):
    receiver.behaviours = [lambda request: Reply(500)] * 3 + [lambda request: Reply(503)]
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(20)
    at = [request.at for request in receiver.requests]
    gaps = [after - before for before, after in zip(at, at[1:])]
    assert len(gaps) == 4
    for gap, most in zip(gaps, [0.2, 0.4, 0.8, 1.6]):
        assert gap >= most / 2
    assert settled(client).accepted == 1


def test_a_server_that_hangs_holds_up_nobody_but_the_thread(receiver, make_client):
    receiver.behaviours = [lambda request: Reply(202, after=60)]
    client = make_client(receiver.url, timeout_seconds=0.5)
    client.log({"x": 1})
    wait_until(lambda: receiver.requests)
    since = time.perf_counter()
    for _ in range(100):
        client.log({"x": 2})
    assert time.perf_counter() - since < 0.4
    assert client.flush(20)
    assert settled(client).accepted == 101


def test_a_server_that_is_not_there_yet_gets_everything_when_it_is(make_client):
    port = free_port()
    client = make_client(f"http://127.0.0.1:{port}")
    for place in range(20):
        client.log({"x": place})
    wait_until(lambda: client.stats().retries > 0)
    assert "cannot be reached" in str(client.stats().last_error)
    receiver = Receiver(port)
    try:
        assert client.flush(30)
        assert {row["features"]["x"] for row in receiver.rows} == set(range(20))
        assert settled(client).accepted == 20
    finally:
        receiver.stop()


def test_a_connection_that_was_closed_while_idle_is_no_failure(receiver, make_client):
    receiver.always = lambda request: accept(request)._replace(hang_up=True)
    client = make_client(receiver.url)
    for place in range(3):
        client.log({"x": place})
        assert client.flush(10)
        time.sleep(0.1)
    stats = settled(client)
    assert (stats.accepted, stats.retries) == (3, 0)


def test_a_slow_answer_is_waited_for(receiver, make_client):
    receiver.always = lambda request: accept(request)._replace(drip=0.01)
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(20)
    assert settled(client).accepted == 1


def test_an_answer_that_is_no_json_counts_as_what_its_status_says(receiver, make_client):
    receiver.always = lambda request: Reply(202, "<html>")
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.flush(10)
    assert settled(client).accepted == 1


def test_a_full_queue_drops_what_is_new_and_counts_it(receiver, make_client):
    receiver.behaviours = [lambda request: Reply(202, after=60)]
    client = make_client(receiver.url, max_queue_rows=100, timeout_seconds=60, batch_rows=10)
    for place in range(250):
        client.log({"x": place})
    stats = settled(client)
    assert (stats.queued, stats.dropped) == (100, {"queue_full": 150})


def test_memory_stays_within_its_bound(make_client):
    bound_mib = 4.0
    client = make_client(
        f"http://127.0.0.1:{free_port()}", max_queue_rows=10**9, max_queue_mib=bound_mib
    )
    tracemalloc.start()
    try:
        for place in range(30_000):
            client.log(
                {f"feature {n} of {place}": n * 1.5 + place for n in range(20)}
                | {f"text {n}": f"text {n} of row {place}" for n in range(5)},
                score=0.1 + place,
            )
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    stats = settled(client)
    assert stats.dropped["queue_full"] > 20_000
    assert stats.queued_bytes <= bound_mib * 1_048_576
    # The batch that is on its way is kept as text, too.
    assert used <= (bound_mib + 4) * 1_048_576


def test_long_texts_count_wherever_they_stand(make_client):
    client = make_client(f"http://127.0.0.1:{free_port()}", max_queue_mib=1.0)
    for _ in range(50):
        client.log({"vector": [1.0, 2.0], "prompt": "a" * 100_000})
    assert settled(client).dropped["queue_full"] >= 40


def test_rows_that_wait_are_no_work_for_the_collector_of_garbage(make_client):
    client = make_client(f"http://127.0.0.1:{free_port()}")
    held = held_containers()
    for place in range(2_000):
        made = client.log(
            {f"feature {n}": n * 1.5 + place for n in range(20)} | {"text": f"row {place}"},
            score=0.1 + place,
        )
        client.label(made, place % 2)
    # A walk through ten thousand rows of dictionaries would stop the host for tens of milliseconds.
    assert held_containers() - held < 100
    assert client.stats().queued == 4_000


def test_many_threads_lose_nothing(receiver, make_client):
    client = make_client(receiver.url, batch_rows=50)

    def log(thread: int) -> None:
        for place in range(500):
            client.log({"x": place}, prediction_id=f"{thread}-{place}")

    threads = [threading.Thread(target=log, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert client.flush(30)
    ids = Counter(row["predictionId"] for row in receiver.rows)
    assert len(ids) == 4_000
    assert settled(client).accepted == 4_000


def test_nothing_that_is_logged_raises(receiver, make_client):
    class Hostile:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError("no")

        def __str__(self) -> str:
            raise RuntimeError("no")

    client = make_client(receiver.url)
    client.log(3)
    client.log({"x": Hostile()}, score=Hostile(), decision=Hostile(), time=Hostile())
    client.log({Hostile(): 1}, tags=7, outputs="x")
    client.label(Hostile(), Hostile())
    client.log_batch(3)
    client.log_batch([{"a": 1}], score="no such column")
    client.labels({"prediction_id": [1, 2], "label": [1]})
    assert client.flush(10)
    stats = settled(client)
    assert sum(stats.dropped.values()) >= 5
    assert stats.last_error


def test_a_closed_client_counts_what_comes_after(receiver, make_client):
    client = make_client(receiver.url)
    client.log({"x": 1})
    assert client.close(10)
    client.log({"x": 2})
    stats = settled(client)
    assert (stats.accepted, stats.dropped) == (1, {"closed": 1})


def test_closing_takes_no_longer_than_it_may(make_client):
    client = make_client(f"http://127.0.0.1:{free_port()}")
    for _ in range(2_000):
        client.log({"x": 1})
    since = time.monotonic()
    assert client.close(0.5) is False or client.stats().dropped["undelivered"] == 2_000
    assert time.monotonic() - since < 1.5
    wait_until(lambda: client.stats().queued == 0)
    assert settled(client).dropped == {"undelivered": 2_000}


@pytest.mark.parametrize(
    "options",
    [
        {"model": ""},
        {"url": "ftp://x"},
        {"url": "nonsense"},
        {"max_queue_rows": 0},
        {"batch_rows": -1},
        {"exit_seconds": -1},
    ],
)
def test_a_client_that_could_never_work_is_not_made(options):
    with pytest.raises(ValueError, match=r"."):
        leeway.Client(**{"model": "churn", **options})
