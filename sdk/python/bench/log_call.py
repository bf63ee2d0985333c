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
    with Accepting() as server:
        client = leeway.Client("bench", url=server.url)
        for _ in range(1_000):
            client.log(FEATURES, score=0.25, decision="stays")
        took: list[int] = []
        worked: list[int] = []
        for place in range(calls):
            # As a service would have it: names and numbers of its own for every request.
            features = json.loads(json.dumps(FEATURES))
            since, before = time.perf_counter_ns(), time.thread_time_ns()
            client.log(features, score=0.25, decision="stays")
            worked.append(time.thread_time_ns() - before)
            took.append(time.perf_counter_ns() - since)
            if place % 10 == 9:
                time.sleep(0.005)
        client.close(30)
        stats = client.stats()
    print(json.dumps({"calls": calls, "accepted": stats.accepted, "dropped": stats.dropped}))
    # Processor time leaves out what other processes took of the machine meanwhile.
    for what, times in (("clock", took), ("processor", worked)):
        times.sort()
        part = {name: times[int(calls * share)] / 1000 for name, share in SHARES.items()}
        print(json.dumps({"by": what, **part}))


SHARES = {"p50Us": 0.5, "p99Us": 0.99, "p999Us": 0.999}

if __name__ == "__main__":
    main()
