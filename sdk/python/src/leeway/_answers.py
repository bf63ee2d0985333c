"""What a model answered, as fields of a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Answer = Literal["score", "decision", "value"]

#: Names that services use, and what they are to `Client.log`.
FIELDS: dict[str, str] = {
    "score": "score",
    "probability": "score",
    "decision": "decision",
    "value": "value",
    "outputs": "outputs",
    "prediction_id": "prediction_id",
    "predictionId": "prediction_id",
    "version": "version",
    "variant": "variant",
}


def read_answer(answer: Any, bare: Answer = "score") -> dict[str, Any]:
    """Fields of a mapping by their names; of anything else, the one that it was said to be."""
    if isinstance(answer, Mapping):
        return {FIELDS[name]: one for name, one in answer.items() if name in FIELDS}
    if bare == "score" and isinstance(answer, (bool, str)):
        return {"decision": answer}
    size = getattr(answer, "size", None)
    if size == 1 and hasattr(answer, "item"):
        return {bare: answer.item()}
    return {bare: answer}
