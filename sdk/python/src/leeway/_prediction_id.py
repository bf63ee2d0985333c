"""Prediction ids: UUIDs of version 7, which begin with the time and so lie together on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count


def _begin() -> tuple[str, Iterator[int]]:
    """What tells this process from any other: half of an id's random bits as text, and a counter
    that begins at a random place, for the other half. Ids have to differ, not to be secret, and
    asking for randomness every time would be the slowest part of logging."""
    noise = int.from_bytes(os.urandom(9), "big")
    middle = f"-7{noise >> 60 & 0xFFF:03x}-8{noise >> 48 & 0xFFF:03x}-"
    # Of twelve digits from the first to the last.
    return middle, count((noise & (1 << 46) - 1) | 1 << 46)


_middle, _counter = _begin()
#: The first digits of the time, which change once a minute, and their text.
_minute = (-1, "")


def new_prediction_id(time_ms: int) -> str:
    global _minute
    minute, text = _minute
    if minute != time_ms >> 16:
        minute = time_ms >> 16
        text = f"{minute & 0xFFFFFFFF:08x}-"
        _minute = (minute, text)
    return f"{text}{time_ms & 0xFFFF:04x}{_middle}{next(_counter):x}"


def _begin_again() -> None:
    global _middle, _counter
    _middle, _counter = _begin()


if hasattr(os, "register_at_fork"):
    # Parent and child must not hand out the same ids.
    os.register_at_fork(after_in_child=_begin_again)
