"""What `host_latency.py` asks: the least that a service of Starlette can do, so that 1,000 requests
a second leave the machine room to breathe."""

from __future__ import annotations

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import leeway


async def predict(request: Request) -> JSONResponse:
    customer = await request.json()
    return JSONResponse({"score": customer["number_1"] / 2, "decision": "stays"})


app = Starlette(routes=[Route("/predict", predict, methods=["POST"])])

if os.environ.get("WATCHED"):
    app.add_middleware(leeway.LeewayMiddleware, client=leeway.Client("bench"), paths=["/predict"])
