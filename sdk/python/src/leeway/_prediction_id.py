"""Prediction ids: UUIDs of version 7, which begin with the time and so lie together on disk."""

from __future__ import annotations

import os

_VARIANTS = "89ab"


def new_prediction_id(time_ms: int) -> str:
    """From the system's random source, which needs no state and so no care after a fork."""
    noise = os.urandom(10).hex()
    stamp = f"{time_ms & 0xFFFFFFFFFFFF:012x}"
    variant = _VARIANTS[int(noise[3], 16) & 3]
    return f"{stamp[:8]}-{stamp[8:]}-7{noise[:3]}-{variant}{noise[4:7]}-{noise[7:19]}"
