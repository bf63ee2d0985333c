"""The middleware in front of applications of FastAPI and of bare ASGI."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from typing import Any

import pytest
from fastapi.middleware.gzip import GZipMiddleware

import leeway
from churn_app import PATHS, body_of, churn_app, request, sent_json
from receiver import free_port, held_containers


@pytest.fixture
def watched(receiver, make_client):
    client = make_client(receiver.url, version="3")
    bare = churn_app()
    app = leeway.LeewayMiddleware(bare, client=client, paths=PATHS)

    def rows() -> list[dict[str, Any]]:
        assert client.flush(10)
        return receiver.rows

    return app, bare, client, rows


GOOD = {"tenure": 3.5, "plan": "basic"}


def test_a_prediction_is_what_came_and_what_was_answered(watched):
    app, bare, _, rows = watched
    answered = sent_json(app, "/predict", GOOD, parts=3)
    assert answered == sent_json(bare, "/predict", GOOD)
    (row,) = rows()
    assert row.pop("latencyMs") > 0
    assert len(row.pop("predictionId")) == 36
    assert row.pop("time") > 1_700_000_000_000
    assert row == {"version": "3", "features": GOOD, "score": 0.25, "decision": "stays"}


def test_calls_that_wait_are_no_work_for_the_collector_of_garbage(make_client):
    client = make_client(f"http://127.0.0.1:{free_port()}")
    calls = 500

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"score": 0.5}'})

    app = leeway.LeewayMiddleware(answer, client=client, paths=PATHS)
    held = held_containers()
    for place in range(calls):
        sent_json(app, "/predict", {"tenure": place, "plan": "basic"})
    assert held_containers() - held < 100
    assert client.stats().queued == calls


def test_an_application_made_over_and_over_adds_no_reader_to_its_client(make_client):
    client = make_client(f"http://127.0.0.1:{free_port()}")
    for _ in range(3):
        leeway.LeewayMiddleware(churn_app(), client=client, paths=PATHS)
    leeway.LeewayMiddleware(churn_app(), client=client, paths=PATHS, max_body_bytes=100)
    assert len(client._readers) == 2


def test_a_list_is_a_prediction_for_each_of_its_members(watched):
    app, _, client, rows = watched
    sent_json(app, "/batch", [GOOD, {**GOOD, "tenure": 7}])
    told = rows()
    assert [(row["features"]["tenure"], row["score"]) for row in told] == [(3.5, 0.35), (7, 0.7)]
    assert len({row["predictionId"] for row in told}) == 2
    assert client.stats().logged == client.stats().accepted == 2


def test_the_application_can_answer_the_id_of_its_prediction(watched):
    app, _, _, rows = watched
    told = json.loads(body_of(sent_json(app, "/id", GOOD)))
    assert told["id"] == rows()[0]["predictionId"]


def test_an_answer_in_parts_is_passed_on_in_parts_and_read_as_one(watched):
    app, bare, _, rows = watched
    answered = sent_json(app, "/stream", GOOD)
    assert answered == sent_json(bare, "/stream", GOOD)
    assert len(answered) > 2
    assert rows()[0]["score"] == 0.75


@pytest.mark.parametrize(
    ("plan", "status", "code"), [("unavailable", 503, "503"), ("broken", 500, "RuntimeError")]
)
def test_a_failure_is_an_error_with_its_code(watched, plan, status, code):
    app, _, _, rows = watched
    told = {**GOOD, "plan": plan}
    if plan == "broken":
        with pytest.raises(RuntimeError, match="fell over"):
            sent_json(app, "/predict", told)
    else:
        assert sent_json(app, "/predict", told)[0]["status"] == status
    (row,) = rows()
    assert (row["status"], row["features"]) == ("error", told)
    # FastAPI answers 500 by itself before it lets the exception go on.
    assert row["errorCode"] in (code, str(status))
    assert "score" not in row


def test_inputs_that_are_refused_are_errors_and_unreadable_ones_too(watched):
    app, _, _, rows = watched
    sent_json(app, "/predict", {"tenure": "many"})
    request(app, "/predict", b'{"tenure": ')
    first, second = rows()
    assert (first["errorCode"], first["features"]) == ("422", {"tenure": "many"})
    assert second["errorCode"] == "422"
    assert "features" not in second


@pytest.mark.parametrize(
    ("path", "told", "reason"),
    [
        ("/predict", {**GOOD, "plan": "unknown"}, "status_404"),
        ("/large", GOOD, "body_too_large"),
        ("/predict", {**GOOD, "plan": "a" * 70_000}, "body_too_large"),
        ("/text", GOOD, "no_json_response"),
    ],
)
def test_what_no_prediction_can_be_made_of_is_skipped_and_counted(watched, path, told, reason):
    app, bare, client, rows = watched
    assert sent_json(app, path, told) == sent_json(bare, path, told)
    assert rows() == []
    assert client.stats().skipped == {reason: 1}
    assert client.stats().logged == 0


def test_other_routes_are_let_alone(watched):
    app, _, client, rows = watched
    assert request(app, "/other", None, method="GET")[0]["status"] == 200
    assert request(app, "/predict", None, method="GET")[0]["status"] == 405
    assert rows() == []
    assert client.stats().skipped == {}


def test_features_and_answers_are_found_by_functions(receiver, make_client):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(
        churn_app(),
        client=client,
        paths="/predict",
        features=lambda body: {"months": body["tenure"]},
        answer=lambda body: {"score": 1 - body["probability"], "subject_key": "s"},
    )
    sent_json(app, "/predict", GOOD)
    assert client.flush(10)
    (row,) = receiver.rows
    assert row["features"] == {"months": 3.5}
    assert (row["score"], row["subjectKey"]) == (0.75, "s")


def test_a_function_that_fails_costs_its_prediction_alone(receiver, make_client):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(
        churn_app(), client=client, paths="/predict", features=lambda body: body["nothing"]
    )
    assert sent_json(app, "/predict", GOOD)[0]["status"] == 200
    assert client.flush(10)
    assert client.stats().skipped == {"unreadable": 1}
    assert "nothing" in str(client.stats().last_error)


@pytest.mark.parametrize("told", [{"tenure": "many"}, [1, 2], [], 7])
def test_what_is_refused_is_an_error_whatever_the_function_makes_of_it(receiver, make_client, told):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(
        churn_app(), client=client, paths="/predict", features=lambda body: body["plan"] and body
    )
    assert sent_json(app, "/predict", told)[0]["status"] == 422
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["status"], row["errorCode"]) == ("error", "422")
    assert "features" not in row
    assert client.stats().skipped == {}


@pytest.mark.parametrize("told", [[1, 2], [], 7])
def test_what_is_refused_is_an_error_even_if_it_is_no_batch(watched, told):
    app, _, client, rows = watched
    assert sent_json(app, "/batch" if told == 7 else "/predict", told)[0]["status"] == 422
    (row,) = rows()
    assert row["errorCode"] == "422"
    assert client.stats().skipped == {}


def test_an_error_is_one_however_long_its_request_was(watched):
    app, _, client, rows = watched
    sent_json(app, "/predict", {"tenure": "a" * 70_000, "plan": "basic"})
    sent_json(app, "/predict", {**GOOD, "plan": "unavailable", "more": "a" * 70_000})
    assert [(row["status"], row["errorCode"]) for row in rows()] == [
        ("error", "422"),
        ("error", "503"),
    ]
    assert client.stats().skipped == {}


def answering(body: bytes, headers: Any = (), status: int = 200) -> Any:
    """An application of bare ASGI that answers this to everything."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    return app


def answers_of(rows: list[dict[str, Any]]) -> list[Any]:
    return [
        {name: row[name] for name in ("score", "decision", "version") if name in row}
        for row in rows
    ]


BATCH = [{"x": 1}, {"x": 2}]


@pytest.mark.parametrize(
    ("came", "answered", "wanted"),
    [
        (
            BATCH,
            {"score": [0.1, 0.9], "decision": ["no", "yes"], "version": "7"},
            [
                {"score": 0.1, "decision": "no", "version": "7"},
                {"score": 0.9, "decision": "yes", "version": "7"},
            ],
        ),
        (BATCH, {"score": [0.1, 0.9], "prediction_id": "a"}, [{"score": 0.1}, {"score": 0.9}]),
        (BATCH[:1], {"score": [0.1]}, [{"score": 0.1}]),
        (BATCH[:1], {"score": 0.1}, [{"score": 0.1}]),
        (BATCH[:1], 0.1, [{"score": 0.1}]),
        (BATCH[0], [{"score": 0.5}], [{"score": 0.5}]),
        (BATCH[0], [0.5], [{"score": 0.5}]),
        (BATCH[0], {"score": [0.5]}, [{"score": 0.5}]),
    ],
)
def test_answers_in_columns_and_in_lists_of_one_are_told_apart(
    receiver, make_client, came, answered, wanted
):
    client = make_client(receiver.url)
    app = answering(json.dumps(answered).encode())
    sent_json(leeway.LeewayMiddleware(app, client=client, paths="/p"), "/p", came)
    assert client.flush(10)
    assert answers_of(receiver.rows) == wanted
    features = came if isinstance(came, list) else [came]
    assert [row["features"] for row in receiver.rows] == features
    assert len({row["predictionId"] for row in receiver.rows}) == len(features)


@pytest.mark.parametrize(
    ("came", "answered"),
    [
        (BATCH, {"score": [0.1, 0.9, 0.5]}),
        (BATCH, {"score": [0.1, 0.9], "decision": ["no"]}),
        (BATCH, {"score": 0.5}),
        (BATCH, {"other": [1, 2]}),
        (BATCH[0], [0.1, 0.9]),
        (BATCH[0], []),
    ],
)
def test_answers_that_fit_no_member_are_counted(receiver, make_client, came, answered):
    client = make_client(receiver.url)
    app = answering(json.dumps(answered).encode())
    sent_json(leeway.LeewayMiddleware(app, client=client, paths="/p"), "/p", came)
    assert client.flush(10)
    assert receiver.rows == []
    assert client.stats().skipped == {"batch_mismatch": 1}


def test_names_that_are_no_fields_cost_no_row(receiver, make_client):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(
        churn_app(),
        client=client,
        paths="/predict",
        answer=lambda body: {"score": 0.5, "confidence": 1, "latency_ms": None, "errorCode": "e"},
    )
    sent_json(app, "/predict", GOOD)
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["score"], row["errorCode"], "confidence" in row) == (0.5, "e", False)
    assert row["latencyMs"] > 0
    assert client.stats().left_out == {"unknown_field": 1}
    assert "confidence" in str(client.stats().last_error)


def zipped(coding: str, text: bytes) -> bytes:
    return gzip.compress(text) if coding == "gzip" else zlib.compress(text)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bodies_that_are_packed_are_read(receiver, make_client, coding):
    client = make_client(receiver.url)
    headers = [(b"Content-Encoding", coding.encode())]
    app = answering(zipped(coding, b'{"score": 0.5}'), headers)
    app = leeway.LeewayMiddleware(app, client=client, paths="/p")
    request(app, "/p", zipped(coding, b'{"x": 1}'), headers=headers)
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["features"], row["score"]) == ({"x": 1}, 0.5)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(b'"' + b"a" * 65_536 + b'"'), "body_too_large"),
        (b"no gzip", "no_json_request"),
        (gzip.compress(b'{"x": 1}')[:-12], "no_json_request"),
    ],
    ids=range(3),
)
def test_bodies_that_are_packed_too_well_or_wrongly_are_counted(
    receiver, make_client, body, reason
):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(answering(b'{"score": 0.5}'), client=client, paths="/p")
    request(app, "/p", body, headers=[(b"content-encoding", b"gzip")])
    assert client.flush(10)
    assert client.stats().skipped == {reason: 1}


def test_an_answer_that_another_middleware_packed_is_read(receiver, make_client):
    client = make_client(receiver.url)
    app = churn_app()
    app.add_middleware(GZipMiddleware, minimum_size=0)
    app.add_middleware(leeway.LeewayMiddleware, client=client, paths="/predict")
    headers = [(b"content-type", b"application/json"), (b"accept-encoding", b"gzip")]
    told = sent_json(app, "/predict", GOOD, headers=headers)
    assert (b"content-encoding", b"gzip") in told[0]["headers"]
    assert client.flush(10)
    assert receiver.rows[0]["score"] == 0.25


@pytest.mark.parametrize("methods", ["POST", "post", ["POST"]])
def test_one_method_is_one(receiver, make_client, methods):
    client = make_client(receiver.url)
    app = answering(b'{"score": 0.5}')
    app = leeway.LeewayMiddleware(app, client=client, paths="/p", methods=methods)
    sent_json(app, "/p", {"x": 1})
    assert client.flush(10)
    assert len(receiver.rows) == 1


@pytest.mark.parametrize(
    ("root_path", "path", "rows"),
    [("/api", "/api/p", 1), ("/api/", "/api/p", 1), ("/api", "/p", 1), ("/api", "/other/p", 0)],
)
def test_a_path_is_known_below_a_root_path_too(receiver, make_client, root_path, path, rows):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(answering(b'{"score": 0.5}'), client=client, paths=["/p"])
    sent_json(app, path, {"x": 1}, root_path=root_path)
    assert client.flush(10)
    assert len(receiver.rows) == rows


@pytest.mark.parametrize("odd", [{"state": None}, {"state": ()}, {"headers": [(1, 2)]}])
def test_a_server_that_speaks_oddly_is_not_hurt(receiver, make_client, odd):
    client = make_client(receiver.url)
    app = leeway.LeewayMiddleware(
        answering(b'{"score": 0.5}', headers=[None]), client=client, paths="/p"
    )
    assert sent_json(app, "/p", {"x": 1}, **odd)[0]["status"] == 200
    assert client.flush(10)
    assert len(receiver.rows) == 1


def test_a_request_that_is_given_up_is_an_error(receiver, make_client):
    client = make_client(receiver.url)

    async def hangs(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await asyncio.sleep(3600)

    app = leeway.LeewayMiddleware(hangs, client=client, paths="/predict")

    async def impatient() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": json.dumps(GOOD).encode()}

        async def send(message: Any) -> None:
            raise AssertionError

        scope = {"type": "http", "path": "/predict", "method": "POST"}
        await asyncio.wait_for(app(scope, receive, send), 0.05)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(impatient())
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["errorCode"], row["features"]) == ("CancelledError", GOOD)


def test_it_stands_in_a_fastapi_application_as_its_middleware(receiver, make_client):
    client = make_client(receiver.url)
    app = churn_app()
    app.add_middleware(leeway.LeewayMiddleware, client=client, paths=["/predict"])
    assert sent_json(app, "/predict", GOOD)[0]["status"] == 200
    with pytest.raises(RuntimeError):
        sent_json(app, "/predict", {**GOOD, "plan": "broken"})
    assert client.flush(10)
    good, broken = receiver.rows
    assert good["score"] == 0.25
    assert broken["errorCode"] == "RuntimeError"
