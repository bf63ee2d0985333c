"""The decorator."""

from __future__ import annotations

import asyncio

import numpy as np
import pandas as pd
import pytest

GOOD = {"tenure": 3, "plan": "basic"}


@pytest.fixture
def watched(receiver, make_client):
    client = make_client(receiver.url)

    def rows() -> list[dict]:
        assert client.flush(10)
        told = [dict(row) for row in receiver.rows]
        for row in told:
            del row["predictionId"], row["time"]
            assert row.pop("latencyMs") >= 0
        return told

    return client, rows


def test_a_function_of_a_mapping_logs_its_members_as_they_were_before(watched):
    client, rows = watched

    @client.watch()
    def predict(customer: dict) -> float:
        """Says how likely it is."""
        customer["tenure"] = 0
        return 0.25

    assert predict(dict(GOOD)) == 0.25
    assert (predict.__name__, predict.__doc__) == ("predict", "Says how likely it is.")
    assert rows() == [{"features": GOOD, "score": 0.25}]


def test_arguments_are_features_by_their_names(watched):
    client, rows = watched

    class Model:
        @client.watch(answer="value")
        def price(self, rooms: int, area: float = 50.0) -> float:
            return rooms * area

    assert Model().price(3) == 150
    assert rows() == [{"features": {"rooms": 3, "area": 50.0}, "value": 150.0}]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"probability": 0.5, "decision": "a", "other": 1}, {"score": 0.5, "decision": "a"}),
        ("leaves", {"decision": "leaves"}),
        (True, {"decision": True}),
        (np.array([0.75]), {"score": 0.75}),
        (np.float32(0.5), {"score": 0.5}),
        (None, {}),
    ],
)
def test_answers_are_read_as_what_they_are(watched, answer, wanted):
    client, rows = watched
    client.watch()(lambda x: answer)(1)
    assert rows() == [{"features": {"x": 1}, **wanted}]


def test_features_and_answers_may_be_functions(watched):
    client, rows = watched

    @client.watch(
        features=lambda frame: frame.iloc[0].to_dict(),
        answer=lambda scores: {"score": scores[0][1], "decision": "leaves"},
    )
    def predict_proba(frame: pd.DataFrame) -> np.ndarray:
        return np.array([[0.25, 0.75]])

    predict_proba(pd.DataFrame([GOOD]))
    assert rows() == [{"features": GOOD, "score": 0.75, "decision": "leaves"}]


def test_an_exception_is_an_error_and_goes_on(watched):
    client, rows = watched

    @client.watch()
    def predict(customer: dict) -> float:
        raise KeyError("no")

    with pytest.raises(KeyError):
        predict(GOOD)
    assert rows() == [{"features": GOOD, "status": "error", "errorCode": "KeyError"}]


def test_an_asynchronous_function_stays_one(watched):
    client, rows = watched

    @client.watch(answer="decision")
    async def predict(customer: dict) -> str:
        await asyncio.sleep(0)
        if customer["tenure"] == 0:
            raise ValueError("no tenure")
        return "stays"

    assert asyncio.run(predict(GOOD)) == "stays"
    with pytest.raises(ValueError, match="no tenure"):
        asyncio.run(predict({**GOOD, "tenure": 0}))
    good, bad = rows()
    assert good == {"features": GOOD, "decision": "stays"}
    assert bad["errorCode"] == "ValueError"


def test_functions_that_read_wrongly_hurt_nobody(watched):
    client, _ = watched
    decorate = client.watch(features=lambda x: x["no"], answer=lambda x: 1 / 0)
    assert decorate(lambda x: x)(5) == 5
    assert client.flush(10)
    assert client.stats().dropped == {"unreadable": 1}


def test_an_answer_of_no_kind_is_refused_as_the_function_is_decorated(watched):
    with pytest.raises(ValueError, match="score, decision, value"):
        watched[0].watch(answer="probability")
