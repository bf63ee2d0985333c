"""Copies of what a host logs, made while it waits, so they have to be cheap: the host may change
its dictionaries and lists the moment `log` returns, and encoding happens later in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from sys import getsizeof
from typing import Any
from uuid import UUID

#: Types whose values cannot change.
_FIXED = frozenset(
    {float, int, str, bool, bytes, type(None), Decimal, datetime, date, timedelta, UUID}
)
_DEEPEST = 8
#: Of a name, which is often a new text with every request, a number or a short text, and the places
#: of both in their tuples.
_ENTRY_BYTES = 130
_SHORT_TEXT = 32


def snapshot(mapping: Any) -> tuple[tuple[Any, ...], tuple[Any, ...], int]:
    """Names and values of a mapping, copied, and about how many bytes of memory they take."""
    if type(mapping) is not dict:
        mapping = dict(mapping)
    names, values = tuple(mapping), tuple(mapping.values())
    # `getsizeof` takes longer than the copy itself, so only what may be long is asked for its size.
    size = _ENTRY_BYTES * len(names)
    is_nested = False
    for value in values:
        if type(value) is float:
            continue
        if type(value) is str:
            if len(value) > _SHORT_TEXT:
                size += getsizeof(value)
        elif type(value) is bytes:
            size += len(value)
        elif type(value) not in _FIXED:
            is_nested = True
    if is_nested:
        frozen = [_freeze(one, 0) for one in values]
        values = tuple(one for one, _ in frozen)
        size += sum(more for _, more in frozen)
    return names, values, size


def freeze(value: Any) -> tuple[Any, int]:
    """A copy of any value that nobody else can change, and about how many bytes it takes."""
    frozen, more = _freeze(value, 0)
    return frozen, getsizeof(frozen) + more


def _freeze(value: Any, depth: int) -> tuple[Any, int]:
    """The copy, and the bytes beyond those of the value itself."""
    if type(value) in _FIXED or depth > _DEEPEST:
        return value, 0
    if isinstance(value, Mapping):
        pairs = {name: _freeze(one, depth + 1) for name, one in value.items()}
        size = sum(getsizeof(name) + getsizeof(one) + more for name, (one, more) in pairs.items())
        return {name: one for name, (one, _) in pairs.items()}, size
    if isinstance(value, (list, tuple, set, frozenset)):
        if _FIXED.issuperset(map(type, value)):
            return list(value), sum(map(getsizeof, value))
        items = [_freeze(one, depth + 1) for one in value]
        size = sum(getsizeof(one) + more for one, more in items)
        return [one for one, _ in items], size
    # Arrays, series and tensors; scalars of numpy have no shape worth a copy.
    if getattr(value, "shape", ()) != () and callable(getattr(value, "copy", None)):
        return value.copy(), int(getattr(value, "nbytes", 0) or 0)
    return value, 0
