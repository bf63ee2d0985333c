"""Values of Python as values of JSON."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import fractions
import gzip
import json
import uuid

import pytest

from leeway._batch import Batch
from leeway._encoding import UnsendableRow, encode_label, encode_prediction
from leeway._prediction_id import new_prediction_id
from leeway._retry import backoff_seconds, retry_after_seconds


class Plan(enum.Enum):
    BASIC = "basic"


class Count(enum.IntEnum):
    TWO = 2


def strict(text: bytes) -> dict:
    def no(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=no)


def encoded(**fields: object) -> dict:
    row = {"predictionId": "p", "time": 1_760_000_000_000, **fields}
    return strict(encode_prediction(row))


def feature(value: object) -> object:
    return encoded(features={"x": value})["features"]["x"]


circular: list = []
circular.append(circular)

CASES = [
    (1, 1),
    (True, True),
    (None, None),
    (0.1, 0.1),
    (float("nan"), "NaN"),
    (float("inf"), "Infinity"),
    (float("-inf"), "-Infinity"),
    (-(10**5000), "-Infinity"),
    (decimal.Decimal("1.5"), 1.5),
    (decimal.Decimal("NaN"), "NaN"),
    (fractions.Fraction(1, 4), 0.25),
    (dt.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05"),
    (dt.date(2026, 1, 2), "2026-01-02"),
    (dt.time(3, 4), "03:04:00"),
    (dt.timedelta(minutes=1), 60.0),
    (Plan.BASIC, "basic"),
    (Count.TWO, 2),
    (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (b"caf\xc3\xa9 \xff", "café \ufffd"),
    ("a\ud800b", "a?b"),
    ("\u0000\u2028\n", "\u0000\u2028\n"),
    ({1: float("nan"), None: 2}, {"1": "NaN", "null": 2}),
    ([1, (2, {3})], [1, [2, [3]]]),
    (object, "<class 'object'>"),
]


@pytest.mark.parametrize(("value", "wanted"), CASES, ids=range(len(CASES)))
def test_a_feature_is_told_as_what_it_is(value, wanted):
    assert feature(value) == wanted
    # Beside a value that takes the slow way.
    both = encoded(features={"x": value, "slow": float("nan")})["features"]
    assert both == {"x": wanted, "slow": "NaN"}


def test_what_contains_itself_comes_to_an_end():
    assert isinstance(feature(circular), list)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        (1_760_000_000_000, 1_760_000_000_000),
        (1_760_000_000_000.7, 1_760_000_000_000),
        (dt.datetime(2026, 1, 1), 1_767_225_600_000),
        (dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))), 1_767_222_000_000),
        (dt.date(2026, 1, 1), 1_767_225_600_000),
    ],
)
def test_a_time_is_told_in_milliseconds_of_utc(value, wanted):
    assert encoded(time=value)["time"] == wanted


@pytest.mark.parametrize("value", [1_760_000_000, float("nan"), True, [], None, -5])
def test_what_is_no_time_is_not_sent_under_a_wrong_one(value):
    with pytest.raises(UnsendableRow, match="invalid_time"):
        encoded(time=value)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"score": float("nan")}, {"score": "NaN"}),
        ({"score": decimal.Decimal("0.5")}, {"score": 0.5}),
        ({"score": "0.5"}, {"score": 0.5}),
        ({"score": [0.5]}, {"score": 0.5}),
        ({"score": "high"}, {}),
        ({"decision": float("nan")}, {}),
        ({"decision": True}, {"decision": True}),
        ({"decision": Plan.BASIC}, {"decision": "basic"}),
        ({"version": 3}, {"version": 3}),
        ({"latencyMs": float("nan")}, {}),
        ({"latencyMs": -1}, {}),
        ({"weight": 0}, {}),
        ({"weight": 2}, {"weight": 2}),
        ({"tags": {1: None, "b": 2}}, {"tags": {"1": "None", "b": 2}}),
        (
            {"outputs": {"price": {"value": 3.5}, "kind": {"decision": "a", "score": None}}},
            {"outputs": [{"name": "price", "value": 3.5}, {"name": "kind", "decision": "a"}]},
        ),
        ({"outputs": [{"name": "a", "score": 1}]}, {"outputs": [{"name": "a", "score": 1}]}),
        ({"metadata": {"any": [float("inf")]}}, {"metadata": {"any": ["Infinity"]}}),
    ],
)
def test_fields_are_told_as_the_contract_has_them(given, wanted):
    told = encoded(**given)
    assert told.pop("predictionId") == "p"
    del told["time"]
    assert told == wanted


def test_a_label_without_a_truth_is_none():
    for missing in (None, float("nan")):
        with pytest.raises(UnsendableRow, match="missing_label"):
            encode_label({"predictionId": "p", "label": missing})


def test_a_row_beyond_what_the_server_takes_is_not_sent():
    with pytest.raises(UnsendableRow, match="row_too_large"):
        encoded(features={"x": "a" * 1_100_000})


def test_prediction_ids_are_uuids_of_version_7_in_the_order_of_time():
    ids = [new_prediction_id(1_760_000_000_000 + place) for place in range(1_000)]
    assert ids == sorted(ids)
    assert len({*ids}) == 1_000
    for one in ids:
        read = uuid.UUID(one)
        assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert uuid.UUID(ids[0]).int >> 80 == 1_760_000_000_000


def test_pauses_double_and_are_spread_out():
    for failures, most in [(1, 0.2), (2, 0.4), (5, 3.2), (9, 30.0), (500, 30.0)]:
        drawn = [backoff_seconds(failures) for _ in range(200)]
        assert most / 2 <= min(drawn) < max(drawn) <= most
        assert len(set(drawn)) > 100


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("7", 7.0),
        (" 0.5 ", 0.5),
        ("-3", 0.0),
        ("86400", 300.0),
        ("soon", None),
        ("nan", None),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
    ],
)
def test_what_a_server_asks_for_is_read_as_a_number_or_a_date(header, wanted):
    assert retry_after_seconds(header, now=10.0) == wanted


@pytest.mark.parametrize(("rows", "pieces"), [(1, 1), (2, 1), (500, 5)])
def test_a_batch_is_compressed_piece_by_piece_and_holds_the_same_lines(rows, pieces):
    lines = [b'{"n":%d,"text":"%s"}' % (n, b"x" * (n % 300)) for n in range(rows)]
    pauses: list[None] = []
    packed = Batch("predictions", lines).compressed(lambda: pauses.append(None))
    assert gzip.decompress(packed).split(b"\n") == lines
    assert len(pauses) + 1 == pieces
