"""When to try again, and how long to wait at most."""

from __future__ import annotations

import random
import time
from email.utils import parsedate_to_datetime
from typing import Optional

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 30.0
#: Servers that ask for more are asked again all the same: a proxy may say a day by mistake.
LONGEST_RETRY_AFTER_SECONDS = 300.0

#: Statuses after which the same request may go well.
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})

#: Eleven days, which is for ever to a host, and no more than any lock, queue or socket takes.
_LONGEST_SECONDS = 1_000_000.0


def bounded(seconds: float) -> float:
    """A duration that may be waited for: infinity overflows the calls that do, and NaN is none."""
    return min(seconds, _LONGEST_SECONDS) if seconds > 0 else 0.0


def backoff_seconds(failures: int, draw: Optional[random.Random] = None) -> float:
    """Doubles with every failure, and is drawn between half and all of that: many hosts that
    lost one server must not come back at once."""
    most: float = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(failures - 1, 20))
    return most * (0.5 + 0.5 * (draw.random() if draw else random.random()))


def retry_after_seconds(header: Optional[str], now: Optional[float] = None) -> Optional[float]:
    """Seconds that a Retry-After asks for, as a number or as a date; None where it says nothing."""
    if header is None:
        return None
    text = header.strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text).timestamp()
        except (TypeError, ValueError, OverflowError):
            return None
        seconds = moment - (time.time() if now is None else now)
    if seconds != seconds:
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)
