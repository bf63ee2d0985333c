"""How long `Client.log` takes its caller: `python bench/log_call.py [calls]`."""

from __future__ import annotations

import json
import sys
import time

import leeway
from loopback import Accepting

FEATURES = {f"number_{n}": n * 1.5 for n in range(20)} | {
    f"kind_{n}": "some kind" for n in range(5)
}


def main() -> None:
    calls = min(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, 100_000)
    told("no client, after a pause", "clock", [copied_after_a_pause() for _ in range(calls // 10)])
    with Accepting() as server:
        client = leeway.Client("bench", url=server.url)
        for _ in range(1_000):
            client.log(FEATURES, score=0.25, decision="stays")
        times: dict[tuple[str, str], list[int]] = {
            (when, by): [] for when in ("busy", "after a pause") for by in CLOCKS
        }
        for place in range(calls):
            # As a service would have it: names and numbers of its own for every request.
            features = json.loads(json.dumps(FEATURES))
            # Turn about, because reading the processor time is a call of the system: slow itself,
            # and whatever comes next finds cold caches.
            by = "processor" if (place // CALLS_IN_A_ROW) % 2 else "clock"
            now = CLOCKS[by]
            since = now()
            client.log(features, score=0.25, decision="stays")
            took = now() - since
            when = "after a pause" if place % CALLS_IN_A_ROW == 0 else "busy"
            times[when, by].append(took)
            if place % CALLS_IN_A_ROW == CALLS_IN_A_ROW - 1:
                time.sleep(PAUSE_SECONDS)
        client.close(30)
        stats = client.stats()
    print(json.dumps({"calls": calls, "accepted": stats.accepted, "dropped": stats.dropped}))
    for by in CLOCKS:
        for when in ("busy", "after a pause"):
            told(when, by, times[when, by])
        told("all", by, times["busy", by] + times["after a pause", by])


def copied_after_a_pause() -> int:
    """What as much work of another kind takes here then, so what a pause costs by itself."""
    time.sleep(PAUSE_SECONDS)
    features = json.loads(json.dumps(FEATURES))
    since = time.perf_counter_ns()
    for _ in range(5):
        tuple(features.items())
    return time.perf_counter_ns() - since


def told(when: str, by: str, times: list[int]) -> None:
    times.sort()
    part = {name: times[int(len(times) * share)] / 1000 for name, share in SHARES.items()}
    print(json.dumps({"calls": when, "by": by, **part}))


# Processor time leaves out what other processes took of the machine meanwhile.
CLOCKS = {"clock": time.perf_counter_ns, "processor": time.thread_time_ns}
#: A pause empties the processor's caches of the client, as it does in a service without requests.
CALLS_IN_A_ROW = 10
PAUSE_SECONDS = 0.005
SHARES = {"p50Us": 0.5, "p99Us": 0.99, "p999Us": 0.999}

if __name__ == "__main__":
    main()
