"""Prediction ids: UUIDs of version 7, which begin with the time and so lie together on disk."""

from __future__ import annotations

import os

_VARIANTS = "89ab"
_NOISE_BYTES = 10
_AT_ONCE = 64

#: Noise of the system's random source for ids to come, as hexadecimal digits: asking for every id
#: by itself would be the slowest part of logging. Appended to and popped from, which is atomic.
_noise: list[str] = []


def new_prediction_id(time_ms: int) -> str:
    try:
        noise = _noise.pop()
    except IndexError:
        fresh = os.urandom(_NOISE_BYTES * _AT_ONCE).hex()
        step = _NOISE_BYTES * 2
        _noise.extend([fresh[at : at + step] for at in range(step, len(fresh), step)])
        noise = fresh[:step]
    stamp = f"{time_ms & 0xFFFFFFFFFFFF:012x}"
    variant = _VARIANTS[int(noise[3], 16) & 3]
    return f"{stamp[:8]}-{stamp[8:]}-7{noise[:3]}-{variant}{noise[4:7]}-{noise[7:19]}"


if hasattr(os, "register_at_fork"):
    # Parent and child must not hand out the same noise.
    os.register_at_fork(after_in_child=_noise.clear)
