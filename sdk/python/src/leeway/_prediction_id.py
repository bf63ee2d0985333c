"""Prediction ids: UUIDs of version 7, which begin with the time and so lie together on disk."""

from __future__ import annotations

import os
from random import Random

#: Seeded by the system's random source, which would be the slowest part of logging if it were asked
#: for every id. Ids have to differ, not to be secret.
_random = Random()
_random_bits = _random.getrandbits


def new_prediction_id(time_ms: int) -> str:
    stamp = f"{time_ms & 0xFFFFFFFFFFFF:012x}"
    noise = f"{_random_bits(72):018x}"
    return f"{stamp[:8]}-{stamp[8:]}-7{noise[:3]}-8{noise[3:6]}-{noise[6:]}"


if hasattr(os, "register_at_fork"):
    # Parent and child must not hand out the same noise.
    os.register_at_fork(after_in_child=_random.seed)
