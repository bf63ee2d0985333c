"""Values of Python, numpy, pandas and polars as values of JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Optional, Union

_DEEPEST = 10
#: Longest text that is made of an object nobody knows.
_LONGEST = 512
_MISSING_NAMES = frozenset({"NAType", "NaTType"})


def is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas' NA. Never raises."""
    return is_nothing(value) or is_nan(value)


def is_nothing(value: Any) -> bool:
    """None, NaT and pandas' NA. Never raises."""
    return (
        value is None
        or type(value).__name__ in _MISSING_NAMES
        or _is_no_scalar_of_numpy(value, "Mm")
    )


def is_nan(value: Any) -> bool:
    """NaN of any type, which as a score is what went wrong rather than nothing. Never raises."""
    if isinstance(value, Decimal):
        # A signalling one raises as it is compared.
        return value.is_nan()
    if isinstance(value, float):
        return math.isnan(value)
    return _is_no_scalar_of_numpy(value, "f")


def _is_no_scalar_of_numpy(value: Any, kinds: str) -> bool:
    """NaN or NaT, which alone do not equal themselves, of one of these kinds."""
    try:
        dtype = getattr(value, "dtype", None)
        return dtype is not None and (
            dtype.kind in kinds and value.shape == () and bool(value != value)
        )
    except Exception:
        return False


def listed(names: Union[str, Iterable[Any]]) -> list[Any]:
    """A text where several names may stand is one name: as its letters it would mean nothing, and
    a column that was to be left out would be sent."""
    return [names] if isinstance(names, str) else list(names)


def class_name(value: Any) -> str:
    """As the server writes a class that came as a number or a truth value."""
    one = tame(value)
    if isinstance(one, bool):
        return "true" if one else "false"
    return str(int(one)) if isinstance(one, float) and one.is_integer() else str(one)


def plain(value: Any) -> Any:
    """One step from a value JSON does not know towards one that it does. Never raises."""
    try:
        return _step(value)
    except Exception:
        return f"<{type(value).__name__}>"


def _step(value: Any) -> Any:
    if type(value).__name__ in _MISSING_NAMES:
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (Decimal, Fraction)):
        return math.nan if is_nan(value) else float(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind == "M" and hasattr(value, "astype"):
        return value.astype("datetime64[ms]").tolist()
    if kind == "m" and hasattr(value, "astype"):
        return value.astype("timedelta64[ms]").tolist()
    for name in ("tolist", "to_list"):
        convert = getattr(value, name, None)
        if callable(convert):
            return convert()
    return str(value)[:_LONGEST]


def tame(value: Any, depth: int = 0) -> Any:
    """The same value in JSON alone: the slow way, for the rows the fast one stumbles over. What
    is not finite becomes the word that the API has for it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # As `json` takes it. Its own words may be others: those of members of an Enum name it.
        return str.__str__(value)
    if isinstance(value, Enum):
        return tame(value.value, depth + 1)
    if isinstance(value, int):
        # Longer numbers are infinite to whoever reads them as floats.
        return int(value) if value.bit_length() <= 1023 else ("-" if value < 0 else "") + "Infinity"
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _word(float(value))
    if depth > _DEEPEST:
        return f"<{type(value).__name__}>"
    if isinstance(value, Mapping):
        return {name_of(key): tame(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [tame(one, depth + 1) for one in value]
    return tame(plain(value), depth + 1)


def _word(value: float) -> str:
    if value != value:
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def name_of(key: Any) -> str:
    """A name as `json` writes those that it knows: the same name in every row, whichever way the
    values of the row took."""
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, Enum):
        return name_of(key.value)
    if key is None or isinstance(key, bool):
        return json.dumps(key)
    try:
        return str(key)
    except Exception:
        return f"<{type(key).__name__}>"


#: Milliseconds below this lie before March 1973: seconds that were taken for milliseconds.
_EARLIEST_MS = 100_000_000_000


def time_in_ms(value: Any) -> Optional[Any]:
    """A moment as the API takes it: whole milliseconds since 1970, or the text as it came.
    A time without a zone is UTC, as it is to the server. None where it cannot be a time."""
    if isinstance(value, str):
        return str.__str__(value)
    if getattr(getattr(value, "dtype", None), "kind", "") == "M":
        value = value.astype("datetime64[ms]").tolist()
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return math.floor(moment.timestamp() * 1000)
    if isinstance(value, date):
        return int(
            datetime(value.year, value.month, value.day, tzinfo=timezone.utc).timestamp()
        ) * (1000)
    number = value if isinstance(value, (int, float)) else plain(value)
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    if not math.isfinite(number) or number < _EARLIEST_MS:
        return None
    return int(number)
