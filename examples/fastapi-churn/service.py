"""The service, watched by two lines: `uvicorn service:app`."""

from __future__ import annotations

from typing import Any

import leeway
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel

from churn_model import scored, train

model = train()
app = FastAPI(title="Churn")

# Where the server is, and the key if it asks for one, stand in LEEWAY_URL and LEEWAY_KEY.
client = leeway.Client("churn", version="1")
app.add_middleware(
    leeway.LeewayMiddleware,
    client=client,
    paths=["/predict"],
    features=lambda body: body["customer"],
    # Only because this example plays days back: a prediction is of now unless it says otherwise.
    answer=lambda body: {
        "score": body["probability"],
        "decision": body["decision"],
        "prediction_id": body["id"],
        "time": body["at"],
    },
)


class Customer(BaseModel):
    tenure_months: float
    monthly_charge: float
    contract: str
    support_calls: int
    paperless: bool


class Question(BaseModel):
    id: str
    at: str
    customer: Customer


@app.post("/predict")
def predict(question: Question) -> dict[str, Any]:
    told = scored(model, pd.DataFrame([question.customer.model_dump()])).iloc[0]
    return {
        "id": question.id,
        "at": question.at,
        "probability": float(told["probability"]),
        "decision": told["decision"],
    }
