"""How long the background thread holds the interpreter lock at a time, which is how long a request
can wait for it at most: `python bench/held_lock.py`. By processor time, so that what else the
machine does is left out."""

from __future__ import annotations

import json
import time

from leeway._batch import Encoder
from leeway._counters import Counters
from leeway._row_queue import PREDICTIONS, Pending
from leeway._snapshot import snapshot
from log_call import FEATURES

ROWS = 500
BATCHES = 60


def main() -> None:
    slices: list[int] = []
    encoded = 0
    since = 0

    class Measured(Encoder):
        def pause(self) -> None:
            nonlocal since
            slices.append(time.thread_time_ns() - since)
            super().pause()
            since = time.thread_time_ns()

    encoder = Measured(Counters(), {}, [], lambda *_: None, 4 * 1_048_576, lambda: 0.0)
    for _batch in range(BATCHES):
        taken: list[Pending] = []
        for place in range(ROWS):
            names, values, size = snapshot(json.loads(json.dumps(FEATURES)))
            fields = (names, values, str(place), 1_760_000_000_000, 0.5)
            taken.append((PREDICTIONS, None, size, *fields))
        before = since = time.thread_time_ns()
        for _ in encoder.encode(taken):
            pass
        encoded += time.thread_time_ns() - before
    slices.sort()
    part = {name: slices[int(len(slices) * share)] / 1000 for name, share in SHARES.items()}
    per_row = encoded / 1000 / ROWS / BATCHES
    print(json.dumps({"slices": len(slices), "processorUsARow": round(per_row, 1), **part}))


SHARES = {"p50Us": 0.5, "p99Us": 0.99, "p999Us": 0.999}

if __name__ == "__main__":
    main()
