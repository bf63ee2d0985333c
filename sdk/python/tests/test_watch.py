"""The decorator."""

from __future__ import annotations

import asyncio
import decimal

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
    client, rows = watched
    decorate = client.watch(features=lambda x: x["no"], answer=lambda x: 1 / 0)
    assert decorate(lambda x: x)(5) == 5
    assert rows() == []
    assert client.stats().left_out == {"unreadable_features": 1}
    assert client.stats().dropped == {"unreadable": 1}


def test_features_that_cannot_be_read_are_counted_and_the_answer_is_kept(watched):
    client, rows = watched
    assert client.watch(features=lambda x: x["no"])(lambda x: 0.5)(5) == 0.5
    assert rows() == [{"score": 0.5}]
    stats = client.stats()
    assert (stats.logged, stats.accepted, stats.dropped) == (1, 1, {})
    assert stats.left_out == {"unreadable_features": 1}
    assert "not subscriptable" in str(stats.last_error)


def test_features_are_what_they_were_before_the_call_however_deep(watched):
    client, rows = watched

    @client.watch()
    def predict(customer: dict) -> float:
        customer["visits"].append(9)
        customer["address"]["city"] = "changed"
        customer["vector"][0] = 9.0
        return 0.5

    predict({"visits": [1], "address": {"city": "Ulm"}, "vector": np.array([1.0])})
    wanted = {"visits": [1], "address": {"city": "Ulm"}, "vector": [1.0]}
    assert rows() == [{"features": wanted, "score": 0.5}]


@pytest.mark.parametrize("exclude", ["plan_id", ["plan_id"]])
def test_a_name_that_is_left_out_is_not_a_part_of_others(watched, exclude):
    client, rows = watched
    client.watch(exclude=exclude)(lambda plan_id, plan, id: 0.5)(7, "basic", 3)
    assert rows() == [{"features": {"plan": "basic", "id": 3}, "score": 0.5}]


@pytest.mark.parametrize("score", [float("nan"), np.float32("nan"), decimal.Decimal("NaN")])
def test_a_score_that_went_wrong_is_told(watched, score):
    client, rows = watched
    client.watch()(lambda x: score)(1)
    assert rows() == [{"features": {"x": 1}, "score": "NaN"}]


@pytest.mark.parametrize("name", ["latency_ms", "latencyMs"])
def test_an_answer_may_tell_the_latency_and_names_nobody_knows_cost_no_row(
    receiver, make_client, name
):
    client = make_client(receiver.url)
    decorate = client.watch(answer=lambda score: {"score": score, name: 7, "confidence": 1})
    assert decorate(lambda x: 0.5)(1) == 0.5
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["score"], row["latencyMs"]) == (0.5, 7)
    assert client.stats().left_out == {"unknown_field": 1}
    assert "confidence" in str(client.stats().last_error)


def test_a_function_whose_arguments_nobody_knows_is_watched_without_them(watched):
    client, rows = watched
    assert client.watch()(max)(0.25, 0.5) == 0.5
    assert rows() == [{"score": 0.5}]


class Model:
    async def __call__(self, x: int) -> float:
        await asyncio.sleep(0.02)
        return 0.5


async def answer_soon(x: int) -> float:
    return await Model()(x)


@pytest.mark.parametrize("function", [Model(), lambda x: answer_soon(x), answer_soon], ids=range(3))
def test_what_is_awaited_is_logged_once_it_has_answered(receiver, make_client, function):
    client = make_client(receiver.url)
    assert asyncio.run(client.watch()(function)(1)) == 0.5
    assert client.flush(10)
    (row,) = receiver.rows
    assert (row["features"], row["score"]) == ({"x": 1}, 0.5)
    assert row["latencyMs"] >= 15


def test_what_is_awaited_and_fails_is_an_error(watched):
    client, rows = watched

    async def fail(x: int) -> float:
        raise KeyError(x)

    with pytest.raises(KeyError):
        asyncio.run(client.watch()(lambda x: fail(x))(1))
    assert rows() == [{"features": {"x": 1}, "status": "error", "errorCode": "KeyError"}]


def test_an_answer_of_no_kind_is_refused_as_the_function_is_decorated(watched):
    with pytest.raises(ValueError, match="score, decision, value"):
        watched[0].watch(answer="probability")
