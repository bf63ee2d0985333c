"""An application of FastAPI to be watched, and what a server would do with it."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Optional

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel


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
    app: Any,
    path: str,
    body: Optional[bytes],
    method: str = "POST",
    parts: int = 1,
    **scope_changes: Any,
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
        **scope_changes,
    }
    asyncio.run(app(scope, receive, send))
    return sent


def body_of(messages: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def sent_json(app: Any, path: str, told: Any, **options: Any) -> list[dict[str, Any]]:
    return request(app, path, json.dumps(told).encode(), **options)
