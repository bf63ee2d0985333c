"""The middleware in front of applications of FastAPI and of bare ASGI."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Optional

import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

import leeway
from receiver import free_port, held_containers


class Customer(BaseModel):
    tenure: float
    plan: str


def churn_app() -> FastAPI:
    app = FastAPI()

    @app.post("/predict")
    def predict(customer: Customer, request: Request) -> dict[str, Any]:
        if customer.plan == "broken":
            raise RuntimeError("the model fell over")
        if customer.plan == "unavailable":
            raise HTTPException(503, "not now")
        if customer.plan == "unknown":
            raise HTTPException(404, "no such customer")
        return {"probability": 0.25, "decision": "stays", "more": "not a field", "value": None}

    @app.post("/batch")
    def batch(customers: list[Customer]) -> list[float]:
        return [one.tenure / 10 for one in customers]

    @app.post("/id")
    def say_id(customer: Customer, request: Request) -> dict[str, Any]:
        return {"score": 0.5, "id": request.state.leeway_prediction_id}

    @app.post("/stream")
    def stream(customer: Customer) -> StreamingResponse:
        return StreamingResponse(iter(['{"score"', ": 0.75}"]), media_type="application/json")

    @app.post("/large")
    def large(customer: Customer) -> dict[str, Any]:
        return {"score": 0.5, "text": "a" * 100_000}

    @app.post("/text")
    def text(customer: Customer) -> StreamingResponse:
        return StreamingResponse(iter(["no JSON"]))

    @app.get("/other")
    def other() -> str:
        return "other"

    return app


PATHS = ["/predict", "/batch", "/id", "/stream", "/large", "/text"]


def request(
    app: Any, path: str, body: Optional[bytes], method: str = "POST", parts: int = 1
) -> list[dict[str, Any]]:
    """The messages that an application answers with, as a server would see them."""
    body = body or b""
    size = max(1, -(-len(body) // parts))
    pieces = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    incoming = [
        {"type": "http.request", "body": piece, "more_body": place < len(pieces) - 1}
        for place, piece in enumerate(pieces)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"host", b"x")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    return sent


def body_of(messages: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def sent_json(app: Any, path: str, told: Any, **options: Any) -> list[dict[str, Any]]:
    return request(app, path, json.dumps(told).encode(), **options)


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


def test_calls_that_wait_are_hardly_any_work_for_the_collector_of_garbage(make_client):
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
    assert held_containers() - held < calls + 100
    assert client.stats().queued == calls


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
