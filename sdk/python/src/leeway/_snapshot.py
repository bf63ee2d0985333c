"""Copies of what a host logs, made while it waits, so they have to be cheap: the host may change
its dictionaries and lists the moment `log` returns, and encoding happens later in a thread."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, MutableSequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from sys import getsizeof
from typing import Any
from uuid import UUID

#: Types whose values cannot change.
_FIXED = frozenset(
    {float, int, str, bool, bytes, type(None), Decimal, datetime, date, timedelta, UUID}
)
_SMALL = _FIXED - {str, bytes}
_DEEPEST = 8
#: Of a name, which is often a new text with every request, a number or a short text, and the places
#: of both in their tuples.
_ENTRY_BYTES = 130
#: That of a UUID, which ids are.
SHORT_TEXT = 36


#: Names of the last mapping. Most hosts log the same ones again and again, each time as new texts,
#: and rows that wait share them: less memory, and less for the collector of garbage to go through.
_shared_names: tuple[Any, ...] = ()


def snapshot(mapping: Any) -> tuple[tuple[Any, ...], tuple[Any, ...], int]:
    """Names and values of a mapping, copied, and about how many bytes of memory they take."""
    global _shared_names
    if type(mapping) is not dict:
        mapping = dict(mapping)
    names, values = tuple(mapping), tuple(mapping.values())
    size = _ENTRY_BYTES * len(names)
    for value in values:
        # Numbers and short texts, which is all that most rows have, are not worth another call.
        if type(value) is float or (type(value) is str and len(value) <= SHORT_TEXT):
            continue
        if type(value) not in _SMALL:
            values, more = freeze_all(values)
            size += more
            break
    try:
        # The cheapest way to learn that none of them is long.
        if len("".join(names)) > SHORT_TEXT * len(names):
            size += sum(map(getsizeof, names))
        # Read once, because another thread may set it meanwhile.
        shared = _shared_names
        if names == shared:
            names = shared
        else:
            _shared_names = names
    except TypeError:  # Not all are texts, and 1 would be the same as True.
        size += sum(map(getsizeof, names))
    return names, values, size


def freeze_all(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
    """Values, copied where they may change, and about how many bytes of memory they take, each
    beyond those of a number or a short text."""
    # `getsizeof` takes longer than the copy itself, so only what may be long is asked for its size.
    size = 0
    may_change = False
    for value in values:
        if value is None or type(value) is float:
            continue
        if type(value) is str:
            if len(value) > SHORT_TEXT:
                size += getsizeof(value)
        elif type(value) is bytes:
            size += len(value)
        elif type(value) not in _FIXED:
            may_change = True
    if not may_change:
        return values, size
    frozen = []
    for value in values:
        if type(value) not in _FIXED:
            value, more = freeze(value)
            size += more
        frozen.append(value)
    return tuple(frozen), size


def freeze(value: Any, depth: int = 0) -> tuple[Any, int]:
    """A copy of any value that nobody else can change, and about how many bytes it takes."""
    if type(value) in _FIXED or depth > _DEEPEST:
        return value, getsizeof(value)
    if isinstance(value, Mapping):
        return _freeze_mapping(value, depth)
    if isinstance(value, (bytearray, memoryview)):
        return _sized(bytes(value))
    if isinstance(value, array):
        return _sized(value[:])
    if isinstance(value, (list, tuple, set, frozenset, MutableSequence)):
        return _freeze_items(list(value), depth)
    shape = getattr(value, "shape", None)
    # Arrays, series and tensors; scalars of numpy have a shape, too, but nothing to set.
    if shape is not None and (shape != () or hasattr(value, "__setitem__")):
        return _freeze_array(value, depth)
    return _sized(value)


def _freeze_mapping(value: Mapping[Any, Any], depth: int) -> tuple[Any, int]:
    copy, size = {}, 0
    for name, one in value.items():
        copy[name], more = freeze(one, depth + 1)
        size += getsizeof(name) + more
    return copy, getsizeof(copy) + size


def _freeze_items(copy: list[Any], depth: int) -> tuple[Any, int]:
    size = getsizeof(copy)
    if _FIXED.issuperset(map(type, copy)):
        return copy, size + sum(map(getsizeof, copy))
    for place, one in enumerate(copy):
        copy[place], more = freeze(one, depth + 1)
        size += more
    return copy, size


def _freeze_array(value: Any, depth: int) -> tuple[Any, int]:
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind in ("", "O"):
        # Of objects: it knows the size of its pointers to them only, and they may change.
        listed = getattr(value, "tolist" if kind else "to_list", None)
        if callable(listed):
            return freeze(listed(), depth + 1)
    if hasattr(value, "detach"):
        # Or the tensor would keep all that it was computed from.
        value = value.detach()
    for name in ("copy", "clone"):
        copy = getattr(value, name, None)
        if callable(copy):
            return _sized(copy())
    return _sized(value)


def _sized(value: Any) -> tuple[Any, int]:
    return value, max(getsizeof(value), int(getattr(value, "nbytes", 0) or 0))
