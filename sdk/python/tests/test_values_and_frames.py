"""Values and frames as a host has them: names, what is missing, and what is broken."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import gzip
import json
import random

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import leeway
from leeway._encoding import UnsendableRow, encode_label, encode_prediction
from leeway._frame_columns import label_rows, prediction_rows
from leeway._frame_files import write_frame
from leeway._frames import rows_of
from leeway._values import class_name, is_missing
from leeway_server import LeewayServer

NAN = float("nan")


class Plan(str, enum.Enum):
    BASIC = "basic"


class Level(enum.IntEnum):
    TWO = 2


class Broken:
    """As values of a library that is closed, or of another thread."""

    @property
    def shape(self) -> tuple[int, ...]:
        raise RuntimeError("no shape")

    dtype = np.dtype("f8")

    def tolist(self) -> None:
        raise RuntimeError("no list")


def encoded(**fields: object) -> dict:
    return json.loads(encode_prediction({"predictionId": "p", "time": 1_760_000_000_000, **fields}))


@pytest.fixture
def batch_of(receiver, make_client):
    """What a batch comes to."""

    def send(frame: object, **options: object) -> tuple[list[dict], leeway.Stats]:
        client = make_client(receiver.url)
        client.log_batch(frame, **options)
        assert client.flush(10)
        rows = [row for one in receiver.requests if "predictions" in one.path for row in one.rows]
        return rows, client.stats()

    return send


CUSTOMERS = {"tenure": [1, 2], "email": ["a@example.org", "b@example.org"], "plan": ["x", "y"]}


@pytest.mark.parametrize("exclude", ["email", ["email"], ("email",), {"email"}])
def test_a_column_that_is_left_out_never_leaves_the_host(batch_of, exclude):
    rows, _ = batch_of(CUSTOMERS, exclude=exclude)
    assert [row["features"] for row in rows] == [
        {"tenure": 1, "plan": "x"},
        {"tenure": 2, "plan": "y"},
    ]


def test_one_name_sets_a_model_up_as_a_list_of_it_does(server: LeewayServer, make_client):
    client = make_client(server.url, "one name")
    made = client.register(task="binary", classes=["no", "yes"], segment_by="plan")
    assert made["segmentBy"] == ["plan"]
    frame = {name: values * 100 for name, values in CUSTOMERS.items()}
    told = client.baseline(frame, exclude="email")
    assert [one["name"] for one in told["features"]] == ["tenure", "plan"]
    assert "email" not in leeway.report(frame, frame, exclude="email").columns


TEXTS = ["basic", None, "plus"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"x": pd.Series(TEXTS, dtype="str")}),
        pd.DataFrame({"x": pd.Series(TEXTS, dtype="string")}),
        pd.DataFrame({"x": pd.Series(TEXTS, dtype="category")}),
        pd.DataFrame({"x": pd.Series(["basic", np.nan, "plus"], dtype="object")}),
        pd.DataFrame({"x": pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string()))}),
        {"x": pd.Series(TEXTS, dtype="str")},
        {"x": pd.Categorical(TEXTS)},
        {"x": np.array(["basic", np.nan, "plus"], dtype="object")},
        pl.DataFrame({"x": TEXTS}),
        pl.DataFrame({"x": pl.Series(TEXTS, dtype=pl.Categorical)}),
        pa.table({"x": TEXTS}),
        pa.table({"x": pa.array(TEXTS).dictionary_encode()}),
    ],
    ids=range(12),
)
def test_a_missing_text_is_nothing_rather_than_a_text_that_says_nan(batch_of, frame):
    rows, _ = batch_of(frame)
    assert [row["features"]["x"] for row in rows] == TEXTS


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        (pd.DataFrame({"x": [0.5, NAN]}), [0.5, "NaN"]),
        (pd.DataFrame({"x": np.array([0.5, NAN], dtype="float32")}), [0.5, "NaN"]),
        (pd.DataFrame({"x": pd.array([1, None], dtype="Int64")}), [1, None]),
        (pd.DataFrame({"x": pd.array([0.5, None], dtype="Float64")}), [0.5, None]),
        (pd.DataFrame({"x": pd.array([True, None], dtype="boolean")}), [True, None]),
        (
            pd.DataFrame({"x": [pd.Timestamp("2026-01-01"), pd.NaT]}),
            ["2026-01-01T00:00:00", None],
        ),
        (pd.DataFrame({"x": [pd.Timedelta("1s"), pd.NaT]}), [1.0, None]),
        (pl.DataFrame({"x": [0.5, NAN, None]}), [0.5, "NaN", None]),
        (pa.table({"x": [0.5, NAN, None]}), [0.5, "NaN", None]),
        ({"x": [0.5, NAN]}, [0.5, "NaN"]),
    ],
    ids=range(10),
)
def test_nan_that_was_computed_is_told_apart_from_what_is_missing(batch_of, frame, wanted):
    rows, _ = batch_of(frame)
    assert [row["features"]["x"] for row in rows] == wanted


@pytest.mark.parametrize(
    "rows",
    [
        [{"x": 1}, None, {"x": 3}],
        [{"x": 1}] * 150 + [7],
        [{"x": 1}, {"x": Broken()}, {"x": decimal.Decimal("sNaN")}],
    ],
    ids=range(3),
)
def test_a_row_that_cannot_be_read_costs_no_other(rows):
    columns = {"predictionId": None, "score": "x", "label": "x"}
    assert len(list(prediction_rows(rows, columns, ()))) == len(rows)
    assert len(list(label_rows(rows, {"label": "x"}, None))) == len(rows)


def test_values_that_cannot_be_read_are_sent_as_what_they_are_called():
    frame = {"x": [1, Broken(), decimal.Decimal("sNaN")], "score": [Broken(), 0.5, 0.25]}
    columns = {"predictionId": None, "score": "score"}
    rows = [json.loads(encode_prediction(row)) for row, _ in prediction_rows(frame, columns, ())]
    assert [row["features"]["x"] for row in rows] == [1, "<Broken>", "NaN"]
    assert [row.get("score") for row in rows] == [None, 0.5, 0.25]


@pytest.mark.parametrize("value", [Broken(), object(), np.array([NAN]), pd.DataFrame(), "NaN", []])
def test_what_is_there_is_not_missing(value):
    assert is_missing(value) is False


@pytest.mark.parametrize(
    "value",
    [
        *(None, NAN, pd.NA, pd.NaT, np.float16("nan"), np.float32("nan"), np.array(NAN)),
        *(np.datetime64("NaT"), np.timedelta64("NaT"), decimal.Decimal("NaN")),
        decimal.Decimal("sNaN"),
    ],
)
def test_what_is_missing_is_known_by_any_of_its_types(value):
    assert is_missing(value) is True


@pytest.mark.parametrize("nothing", [None, pd.NaT, NAN])
def test_a_row_that_says_no_time_is_told_rather_than_filed_under_now(batch_of, nothing):
    moments = [pd.Timestamp("2026-01-01"), nothing]
    rows, stats = batch_of([{"at": one, "x": 1} for one in moments], time="at")
    assert [row["time"] for row in rows] == [1_767_225_600_000]
    assert (stats.logged, stats.dropped) == (2, {"invalid_time": 1})


@pytest.mark.parametrize("beside", [1, NAN])
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"x": Plan.BASIC}, {"x": "basic"}),
        ({"x": Level.TWO}, {"x": 2}),
        ({"x": np.str_("a")}, {"x": "a"}),
        ({Plan.BASIC: 1}, {"basic": 1}),
        ({Level.TWO: 1}, {"2": 1}),
        ({None: 1, True: 2, False: 3}, {"null": 1, "true": 2, "false": 3}),
        ({1: 1, 1.5: 2, (1, 2): 3}, {"1": 1, "1.5": 2, "(1, 2)": 3}),
    ],
    ids=range(7),
)
def test_neither_values_nor_names_depend_on_what_stands_beside_them(given, wanted, beside):
    told = encoded(features={**given, "beside": beside})["features"]
    assert {name: one for name, one in told.items() if name != "beside"} == wanted
    if all(isinstance(name, Plan) for name in given):
        assert list(next(rows_of([given]))) == list(wanted)


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("decision", Plan.BASIC, "basic"),
        ("environment", Plan.BASIC, "basic"),
        ("version", Plan.BASIC, "basic"),
        ("decision", Level.TWO, 2),
        ("score", True, 1),
        ("score", np.bool_(False), 0),
        ("score", np.float32("nan"), "NaN"),
        ("score", np.float16("nan"), "NaN"),
        ("score", decimal.Decimal("NaN"), "NaN"),
        ("score", [NAN], "NaN"),
        ("errorCode", True, "true"),
        ("subjectKey", np.bool_(True), "true"),
        ("traceId", False, "false"),
        ("variant", True, "true"),
        ("decision", True, True),
        ("errorCode", "e" * 600, "e" * 512),
        ("traceId", "💥" * 300, "💥" * 256),
        ("traceId", "e" + "💥" * 300, "e" + "💥" * 255),
        ("decision", "d" * 513, "d" * 512),
        ("outputs", {"o": 0.5}, [{"name": "o", "value": 0.5}]),
        ("outputs", {"o": np.float32(0.5)}, [{"name": "o", "value": 0.5}]),
        ("outputs", {Plan.BASIC: Plan.BASIC}, [{"name": "basic", "decision": "basic"}]),
        ("outputs", {"o": {"score": True}}, [{"name": "o", "score": 1}]),
        ("tags", {Plan.BASIC: Plan.BASIC}, {"basic": "basic"}),
    ],
    ids=range(24),
)
def test_a_field_of_a_kind_that_the_server_would_refuse_becomes_one_that_it_takes(
    field, value, wanted
):
    assert encoded(**{field: value})[field] == wanted


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT, np.datetime64("NaT")])
def test_a_score_of_nothing_is_none(nothing):
    assert "score" not in encoded(score=nothing)


def test_labels_are_told_as_decisions_are():
    told = json.loads(
        encode_label({"predictionId": True, "label": Plan.BASIC, "output": Plan.BASIC})
    )
    assert told == {"predictionId": "true", "label": "basic", "output": "basic"}
    assert json.loads(encode_label({"predictionId": "p", "label": "l" * 600}))["label"] == "l" * 512


def test_an_id_is_never_cut_because_it_would_be_that_of_another():
    told = json.loads(encode_prediction({"predictionId": "p" * 600, "time": 1_760_000_000_000}))
    assert told["predictionId"] == "p" * 600
    with pytest.raises(UnsendableRow, match="missing_prediction_id"):
        encode_prediction({"predictionId": decimal.Decimal("sNaN"), "time": 1_760_000_000_000})


def test_the_server_takes_the_fields_that_were_made_to_fit(server: LeewayServer, make_client):
    client = make_client(server.url, "made to fit")
    client.register(task="binary", classes=["no", "yes"], positive_class="yes")
    client.log({}, score=True, error_code=True, subject_key=True, trace_id="💥" * 600)
    client.log({}, score=np.float32("nan"), decision="d" * 600, variant=True)
    client.log({}, outputs={"default": 0.5})
    client.label("p", "l" * 600)
    assert client.flush(20)
    stats = client.stats()
    assert (stats.accepted, stats.refused, stats.dropped) == (4, {}, {})


def table(rows: int, length: int = 300) -> pd.DataFrame:
    draw = random.Random(1)
    return pd.DataFrame(
        {
            "vector": [[draw.random() for _ in range(length)] for _ in range(rows)],
            "amount": [NAN if n % 9 == 0 else draw.gauss(0, 1) for n in range(rows)],
            "plan": pd.Series([["basic", None, "plus"][n % 3] for n in range(rows)], dtype="str"),
            "zip": pd.Series([["94110", "94112"][n % 2] for n in range(rows)], dtype="str"),
            "member": [n % 2 == 0 for n in range(rows)],
            "at": pd.date_range("2026-01-01", periods=rows, freq="h"),
        }
    )


FRAMES = {
    "columns": lambda frame: {name: frame[name].tolist() for name in frame},
    "rows": lambda frame: frame.to_dict("records"),
    "mixed": lambda frame: frame.assign(mixed=["x" if n == 0 else n for n in range(len(frame))]),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_that_is_no_parquet_is_written_with_its_types(tmp_path, kind):
    frame = table(3, length=2_000)
    path = write_frame(FRAMES[kind](frame), tmp_path, "frame")
    assert path.name == "frame.ndjson.gz"
    first, second, _ = map(json.loads, gzip.decompress(path.read_bytes()).splitlines())
    assert first["vector"] == frame["vector"][0]
    assert (first["amount"], second["amount"]) == (None, frame["amount"][1])
    assert (first["plan"], second["plan"]) == ("basic", None)
    assert (first["member"], first["at"]) == (True, "2026-01-01T00:00:00")


@pytest.mark.parametrize("kind", FRAMES)
def test_a_baseline_of_rows_has_the_kinds_of_one_of_parquet(
    server: LeewayServer, make_client, kind
):
    def kinds(name: str, frame: object) -> dict[str, str]:
        client = make_client(server.url, name)
        client.register(task="binary", classes=["no", "yes"])
        return {one["name"]: one["kind"] for one in client.baseline(frame, time="at")["features"]}

    wanted = {
        "vector": "embedding",
        "amount": "numeric",
        "plan": "categorical",
        "zip": "categorical",
        "member": "boolean",
    }
    frame = table(500)
    assert kinds(f"{kind} parquet", frame) == wanted
    told = kinds(f"{kind} lines", FRAMES[kind](frame))
    assert {name: told[name] for name in wanted} == wanted


@pytest.mark.parametrize("kind", FRAMES)
def test_a_report_finds_nothing_between_parquet_and_rows_of_the_same(kind):
    frame = table(500)
    found = leeway.report(frame, FRAMES[kind](frame))
    told = {name: one for name, one in found.columns.items() if name in frame.columns}
    assert {name: one.kind for name, one in told.items() if name not in ("at", "vector")} == {
        "amount": "numeric",
        "plan": "categorical",
        "zip": "categorical",
        "member": "boolean",
    }
    missing = {name: one.metrics["missing_ratio"]["value"] for name, one in told.items()}
    assert missing == {"vector": 0, "amount": 0.112, "plan": 0.334, "zip": 0, "member": 0, "at": 0}
    assert {one.severity for one in told.values()} == {"ok"}


@pytest.mark.parametrize(
    ("labels", "positive"),
    [
        ([True, False], True),
        ([True, False], np.bool_(True)),
        ([1, 0], 1.0),
        ([1, 0], np.int64(1)),
        ([1.0, 0.0], 1),
        (["basic", "plus"], Plan.BASIC),
    ],
)
def test_a_positive_class_is_the_one_that_the_server_makes_of_it(labels, positive):
    frame = pd.DataFrame({"score": [0.9, 0.1] * 100, "label": labels * 100})
    found = leeway.report(frame, frame, score="score", label="label", positive=positive)
    assert found.severity == "ok"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, "true"),
        (np.bool_(False), "false"),
        (1.0, "1"),
        (np.float32(0.5), "0.5"),
        ("a", "a"),
        (Plan.BASIC, "basic"),
        (Level.TWO, "2"),
        (dt.date(2026, 1, 1), "2026-01-01"),
    ],
)
def test_a_class_has_the_name_that_the_server_gives_it(value, wanted):
    assert class_name(value) == wanted


def test_a_command_that_is_quoted_wrongly_is_shown(monkeypatch):
    monkeypatch.setenv("LEEWAY_COMMAND", "node '/x")
    with pytest.raises(leeway.LeewayError, match="No closing quotation"):
        leeway.report([{"x": 1}], [{"x": 1}])
