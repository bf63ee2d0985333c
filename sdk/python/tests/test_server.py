"""Against the real server: set up a model, send, and look at what became of it."""

from __future__ import annotations

import datetime as dt
import decimal
import random
from collections.abc import Iterator
from itertools import count

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import leeway
from leeway_server import LeewayServer
from receiver import wait_until

_numbers = count()


@pytest.fixture
def model(server: LeewayServer, make_client) -> Iterator[leeway.Client]:
    client = make_client(server.url, f"model {next(_numbers)}")
    client.register(task="binary", classes=["stays", "leaves"], positive_class="leaves")
    yield client


def accounting(client: leeway.Client) -> dict:
    return client.call("GET", f"/v1/models/{client.model.replace(' ', '%20')}/accounting")


def stored(client: leeway.Client, predictions: int, labels: int) -> None:
    wait_until(
        lambda: (
            (told := accounting(client))["predictions"]["stored"] == predictions
            and told["labels"]["stored"] == labels
        ),
        why=str(accounting(client)),
    )


def strange_value(draw: random.Random, depth: int = 0) -> object:
    makers = [
        lambda: None,
        lambda: draw.choice([True, False, np.bool_(True)]),
        lambda: draw.choice([float("nan"), float("inf"), -float("inf"), np.nan, np.float32("nan")]),
        lambda: draw.uniform(-1e308, 1e308),
        lambda: draw.choice([np.float16(1.5), np.float32(0.1), np.float64(1e-300)]),
        lambda: draw.choice([np.int8(-3), np.uint64(2**64 - 1), 2**70, -(10**400), 0]),
        lambda: decimal.Decimal(draw.choice(["1.50", "NaN", "-Infinity", "1e999", "3"])),
        lambda: draw.choice([dt.datetime.now(), dt.date(1, 1, 1), pd.Timestamp.now(tz="UTC")]),
        lambda: draw.choice([pd.NaT, pd.NA, pd.Timedelta("1D"), pd.Interval(0, 1), dt.time(1)]),
        lambda: draw.choice([np.datetime64("NaT"), np.datetime64("2026-01-01T00:00:00.1")]),
        lambda: draw.choice([np.timedelta64(5, "s"), np.str_("x"), np.array(5), np.array([1, 2])]),
        lambda: draw.choice([b"\xff\x00", bytearray(b"x"), 1j, object(), strange_value]),
        lambda: "".join(chr(draw.randrange(0x11_0000)) for _ in range(draw.randrange(20))),
        lambda: draw.choice(["", "\u0000", "\ud800", "__proto__", "NaN", "\u2028", "a" * 10_000]),
        lambda: np.array([[1.0, np.nan], [np.inf, 2.0]]),
        lambda: pd.Series([1, None]),
        lambda: pl.Series([1, None]),
        lambda: pd.Categorical(["a", "b"]),
        lambda: [strange_value(draw, depth + 1) for _ in range(draw.randrange(4))],
        lambda: {strange_key(draw): strange_value(draw, depth + 1) for _ in range(3)},
    ]
    return draw.choice(makers[:-2] if depth > 3 else makers)()


def strange_key(draw: random.Random) -> object:
    return draw.choice(["a", "", "__proto__", "é\ud800", 1, 1.5, None, True, float("nan"), (1, 2)])


def test_whatever_is_logged_the_server_takes(model):
    draw = random.Random(20)
    words = [0.5, "0.5", None, float("nan"), np.float32(0.25), decimal.Decimal("0.1"), pd.NA]
    times = [None, dt.datetime(2026, 1, 1), pd.Timestamp("2026-01-01T05:00:00+05:00"), "2026-01-01"]
    for _ in range(3_000):
        model.log(
            {strange_key(draw): strange_value(draw) for _ in range(draw.randrange(12))},
            score=draw.choice(words),
            decision=draw.choice(["stays", np.str_("leaves"), True, np.int64(1), None, pd.NA, 0.5]),
            time=draw.choice([*times, np.datetime64("2026-01-01"), dt.date(2026, 1, 1)]),
            version=draw.choice([None, "7", 7, np.int64(7), float("nan")]),
            latency_ms=draw.choice([None, 1.5, np.float32(2), float("nan"), -1]),
            weight=draw.choice([None, 1, 0, float("inf"), np.float64(2)]),
            tags=draw.choice([None, {"a": None, 1: float("nan"), "b": [1]}]),
            metadata=strange_value(draw),
            status=draw.choice([None, "ok", "error"]),
            error_code=draw.choice([None, 500, "E\u0000"]),
        )
    assert model.flush(60)
    stats = model.stats()
    assert (stats.refused, stats.dropped, stats.accepted) == ({}, {}, 3_000)
    stored(model, 3_000, 0)
    assert accounting(model)["predictions"]["quarantined"] == 0


def test_labels_of_every_kind_are_taken(model):
    given = [
        True,
        "leaves",
        1,
        0.5,
        np.int64(1),
        np.bool_(False),
        np.str_("x"),
        float("nan"),
        pd.NA,
    ]
    for place, label in enumerate(given):
        model.label(f"p{place}", label, labelled_at=pd.Timestamp.now(tz="UTC"))
    assert model.flush(20)
    stats = model.stats()
    assert (stats.accepted, stats.refused, stats.dropped) == (7, {}, {"missing_label": 2})


FRAME = pd.DataFrame(
    {
        "id": [f"c{n}" for n in range(2_500)],
        "at": pd.date_range("2026-01-01", periods=2_500, freq="5min", tz="UTC"),
        "tenure": np.arange(2_500, dtype="int32"),
        "charge": np.where(np.arange(2_500) % 50 == 0, np.nan, np.arange(2_500) / 7),
        "visits": pd.array([None if n % 9 == 0 else n % 5 for n in range(2_500)], dtype="Int64"),
        "plan": pd.Categorical(["basic", "plus"] * 1_250),
        "member": np.arange(2_500) % 3 == 0,
        "p": np.linspace(0, 1, 2_500),
        "chosen": np.where(np.arange(2_500) > 1_250, "leaves", "stays"),
        "truth": pd.array(
            [None if n % 10 == 0 else ["stays", "leaves"][n % 2] for n in range(2_500)],
            dtype="string",
        ),
    }
)
COLUMNS = {
    "prediction_id": "id",
    "time": "at",
    "score": "p",
    "decision": "chosen",
    "label": "truth",
}
FRAMES = {
    "pandas": FRAME,
    "polars": pl.from_pandas(FRAME),
    "pyarrow": pa.Table.from_pandas(FRAME),
    "columns": {name: FRAME[name] for name in FRAME},
    "rows": FRAME.to_dict("records"),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_is_a_baseline_and_a_batch_whatever_library_it_is_of(model, kind):
    frame = FRAMES[kind]
    made = model.baseline(frame, name="first", **COLUMNS)
    assert made["baseline"]["rows"] == 2_500
    assert {one["name"]: one["kind"] for one in made["features"]} == {
        "tenure": "numeric",
        "charge": "numeric",
        "visits": "numeric",
        "plan": "categorical",
        "member": "boolean",
    }
    ids = model.log_batch(frame, **COLUMNS)
    assert ids == list(FRAME["id"])
    assert model.flush(60)
    stats = model.stats()
    assert (stats.accepted, stats.refused, stats.dropped) == (2_500 + 2_250, {}, {})
    stored(model, 2_500, 2_250)


def test_many_labels_come_from_a_frame_of_their_own(model):
    ids = model.log_batch(pd.DataFrame({"x": [1, 2, 3]}))
    assert len(set(ids)) == 3
    model.labels(
        pl.DataFrame({"id": ids, "truth": [True, False, None]}), prediction_id="id", label="truth"
    )
    assert model.flush(20)
    assert (model.stats().accepted, model.stats().dropped) == (5, {"missing_label": 1})


def test_a_batch_waits_for_room_and_one_that_may_not_wait_is_counted(server, make_client):
    small = make_client(server.url, "small", max_queue_rows=100)
    small.register()
    rows = {"x": list(range(3_000))}
    small.log_batch(rows)
    assert small.flush(60)
    assert (small.stats().accepted, small.stats().dropped) == (3_000, {})
    small.log_batch(rows, wait_seconds=0)
    assert small.flush(60)
    stats = small.stats()
    assert stats.accepted + stats.dropped["queue_full"] == 6_000
    assert stats.dropped["queue_full"] > 0


def test_a_model_with_a_baseline_gets_the_monitors_that_suit_it(model):
    model.baseline(FRAME, **COLUMNS)
    model.recommend_monitors()
    told = model.call("GET", f"/v1/models/{model.model.replace(' ', '%20')}/monitors")
    assert "recommended, daily" in [one["name"] for one in told["monitors"]]


def test_a_baseline_may_be_a_file(model, tmp_path):
    FRAME.to_csv(tmp_path / "training.csv.gz", index=False)
    made = model.baseline(tmp_path / "training.csv.gz", **COLUMNS, exclude=["member"])
    assert made["baseline"]["rows"] == 2_500
    assert "member" not in [one["name"] for one in made["features"]]


def test_a_column_that_mixes_types_goes_as_text(model):
    mixed = FRAME.assign(tenure=["many" if n == 7 else n for n in range(2_500)])
    made = model.baseline(mixed, **COLUMNS)
    assert made["baseline"]["rows"] == 2_500


def test_setting_up_says_what_is_wrong(server, model, make_client, tmp_path):
    with pytest.raises(leeway.LeewayError, match="no_such_column") as wrong:
        model.baseline(FRAME, score="no_such_column")
    assert (wrong.value.code, wrong.value.status) == ("unknown_column", 400)
    with pytest.raises(leeway.LeewayError, match="There is no file"):
        model.baseline(tmp_path / "none.csv")
    with pytest.raises(leeway.LeewayError, match="is not called"):
        model.baseline(tmp_path / "none.xlsx")
    with pytest.raises(leeway.LeewayError) as missing:
        make_client(server.url, "never made").baseline(FRAME)
    assert missing.value.code == "model_not_found"
    with pytest.raises(leeway.LeewayError, match="cannot be reached"):
        make_client("http://127.0.0.1:9").register()


def test_rows_of_a_model_that_is_not_there_are_counted_as_refused(server, make_client):
    client = make_client(server.url, "not there")
    client.log({"x": 1})
    assert client.flush(20)
    assert client.stats().refused == {"model_not_found": 1}
    assert "PUT /v1/models/" in str(client.stats().last_error)


def test_rows_that_the_server_refuses_are_counted_by_its_codes(model):
    model.log({}, time=dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=3))
    model.log({}, prediction_id="x" * 600)
    model.log({})
    assert model.flush(20)
    stats = model.stats()
    assert (stats.accepted, stats.refused) == (1, {"time_in_future": 1, "invalid_field": 1})
