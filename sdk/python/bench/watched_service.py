"""What `host_latency.py` asks: the least that a service of FastAPI can do."""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI

import leeway

app = FastAPI()

if os.environ.get("WATCHED"):
    app.add_middleware(leeway.LeewayMiddleware, client=leeway.Client("bench"), paths=["/predict"])


@app.post("/predict")
async def predict(customer: dict[str, Any]) -> dict[str, Any]:
    return {"score": customer["number_1"] / 2, "decision": "stays"}
