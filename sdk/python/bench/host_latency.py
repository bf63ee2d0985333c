"""Latency of a service with and without the middleware, at a fixed rate of requests:
`python bench/host_latency.py [seconds] [requests a second]`.

The service is Starlette behind uvicorn in a process of its own; the requests come from another
process, each at its time whatever became of the one before, and are measured from when they were
due. Cases take turns in short rounds, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import uvloop

from loopback import Accepting, await_port, free_port

CASES = ["without", "up", "down", "slow", "refusing"]
ROUND_SECONDS = 5
BODY = json.dumps(
    {f"number_{n}": n * 1.5 for n in range(20)} | {f"kind_{n}": "kind" for n in range(5)}
)
REQUEST = (
    "POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    f"content-length: {len(BODY)}\r\n\r\n{BODY}"
).encode()
CONNECTIONS = 32
#: The services have the first one to themselves, as a host has its own; who asks them, and the
#: servers that their clients send to, have the others.
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
#: As whoever has so many requests would run it.
LEAN = ["--loop", "uvloop", "--http", "httptools", "--log-level", "error", "--no-access-log"]


@contextlib.contextmanager
def service(case: str, url: str) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "watched_service:app", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *LEAN],
        cwd=Path(__file__).parent,
        env={**os.environ, "LEEWAY_URL": url, "WATCHED": "" if case == "without" else "yes"},
        stderr=subprocess.DEVNULL,
    )
    if CORES[1:] and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, CORES[:1])
    try:
        await_port(port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def play(port: int, requests: int, rate: float) -> list[float]:
    """Milliseconds of each request."""
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    took: list[float] = []

    async def one(due: float) -> None:
        reader, writer = await idle.get()
        writer.write(REQUEST)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        took.append((time.perf_counter() - due) * 1000)
        idle.put_nowait((reader, writer))

    begin = time.perf_counter() + 0.05
    tasks = []
    for place in range(requests):
        due = begin + place / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    while not idle.empty():
        idle.get_nowait()[1].close()
    return took


def main() -> None:
    seconds = min(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0, 120.0)
    rate = min(float(sys.argv[2]) if len(sys.argv) > 2 else 1_000.0, 2_000.0)
    rounds: dict[str, list[list[float]]] = {case: [] for case in CASES}
    # What is measured must not stop for the garbage of who measures.
    gc.disable()
    if CORES[1:]:
        os.sched_setaffinity(0, CORES[1:])
    with contextlib.ExitStack() as stack:
        urls = {"without": "http://127.0.0.1:9", "down": f"http://127.0.0.1:{free_port()}"}
        for case in ("up", "slow", "refusing"):
            urls[case] = stack.enter_context(Accepting("accepting" if case == "up" else case)).url
        ports = {case: stack.enter_context(service(case, urls[case])) for case in CASES}
        for case in CASES:
            uvloop.run(play(ports[case], int(rate), rate))
        for place in range(max(1, round(seconds / ROUND_SECONDS))):
            for case in CASES[place % 5 :] + CASES[: place % 5]:
                took = uvloop.run(play(ports[case], int(rate * ROUND_SECONDS), rate))
                rounds[case].append(sorted(took))
    # Of each round and then the middle one: a stumble of the machine spoils a round, not a case.
    for case, each in rounds.items():
        part = {
            name: round(median(times[int(len(times) * share)] for times in each), 3)
            for name, share in SHARES.items()
        }
        print(json.dumps({"case": case, "requests": sum(map(len, each)), **part}))


SHARES = {"p50Ms": 0.5, "p99Ms": 0.99, "p999Ms": 0.999}

if __name__ == "__main__":
    main()
