"""Latency of a service with and without the middleware, at a fixed rate of requests:
`python bench/host_latency.py [seconds] [requests a second]`.

The service is Starlette behind uvicorn in a process of its own; the requests come from another
process, each at its time whatever became of the one before, and are measured from when they were
due. Cases take turns in short rounds, so that what else the machine does falls on all alike; the
services of the other cases stand still meanwhile, because the background thread of one would take
the core of the next. The rest of the machine is kept out as far as may be: the services run before
everything else where the system lets them (root), and a request is not counted if the process that
asks was itself kept from its core while that was under way.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Optional

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
#: Between two looks of who asks; more is somebody else's doing.
HELD_UP_SECONDS = 0.001
#: The service has the first one to itself, as a host has its own; who asks it, and the servers
#: that the clients send to, have the others.
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
#: As whoever has so many requests would run it.
LEAN = ["--loop", "uvloop", "--http", "httptools", "--log-level", "error", "--no-access-log"]


@contextlib.contextmanager
def service(case: str, url: str) -> Iterator[Service]:
    """Stands still once it has started."""
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
        # Before there are threads, all of which take over what it has.
        put_first(process.pid)
        await_port(port)
        process.send_signal(signal.SIGSTOP)
        yield Service(port, process)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def put_first(pid: int) -> None:
    """In real time, where the system lets us. Among the threads of the service that is the harder
    rule: one that wakes up waits until the other one rests."""
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(pid, os.SCHED_RR, os.sched_param(1))


@dataclass(frozen=True)
class Service:
    port: int
    process: subprocess.Popen[bytes]

    def play_round(self, rate: float) -> list[float]:
        """Sorted milliseconds of a round, after a second that is not counted."""
        self.process.send_signal(signal.SIGCONT)
        try:
            play(self.port, int(rate), rate)
            return sorted(play(self.port, int(rate * ROUND_SECONDS), rate))
        finally:
            self.process.send_signal(signal.SIGSTOP)


class Caller:
    """One connection that is kept, with at most one request on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0.0
        self._answer = b""

    def ask(self, due: float) -> None:
        self.due, self._answer = due, b""
        self.socket.send(REQUEST)

    def took(self) -> Optional[float]:
        """Milliseconds since the request was due, once all of the answer is there."""
        self._answer += self.socket.recv(65_536)
        now = time.perf_counter()
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(self._answer.decode() or "the service hung up")
        if not end or len(body) < int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]):
            return None
        return (now - self.due) * 1000


def play(port: int, requests: int, rate: float) -> list[float]:
    """Milliseconds of each request. Looks without a rest for what is due and what was answered: a
    loop that sleeps is late by as much as it wants to tell apart."""
    # In turns: a connection that nothing is asked on is closed by the service.
    idle = deque(Caller(port) for _ in range(CONNECTIONS))
    took: list[float] = []
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as answers:
        for caller in idle:
            stack.enter_context(caller.socket)
            answers.register(caller.socket, selectors.EVENT_READ, caller)
        looked = time.perf_counter()
        begin, asked, answered, clear_from = looked + 0.05, 0, 0, 0.0
        while answered < requests:
            now = time.perf_counter()
            if now - looked > HELD_UP_SECONDS:
                # As long again, until what piled up meanwhile is worked off.
                clear_from = now + (now - looked)
            looked = now
            while asked < requests and idle and begin + asked / rate <= time.perf_counter():
                caller = idle.popleft()
                caller.ask(begin + asked / rate)
                asked += 1
            for key, _ in answers.select(0):
                milliseconds = key.data.took()
                if milliseconds is None:
                    continue
                answered += 1
                idle.append(key.data)
                if key.data.due >= clear_from:
                    took.append(milliseconds)
    return took


def main() -> None:
    seconds = min(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0, 120.0)
    rate = min(float(sys.argv[2]) if len(sys.argv) > 2 else 1_000.0, 2_000.0)
    rounds: dict[str, list[list[float]]] = {case: [] for case in CASES}
    order = random.Random(1)
    # What is measured must not stop for the garbage of who measures.
    gc.disable()
    if CORES[1:]:
        os.sched_setaffinity(0, CORES[1:])
    with contextlib.ExitStack() as stack:
        urls = {"without": "http://127.0.0.1:9", "down": f"http://127.0.0.1:{free_port()}"}
        for case in ("up", "slow", "refusing"):
            urls[case] = stack.enter_context(Accepting("accepting" if case == "up" else case)).url
        services = {case: stack.enter_context(service(case, urls[case])) for case in CASES}
        for _ in range(max(1, round(seconds / ROUND_SECONDS))):
            for case in order.sample(CASES, len(CASES)):
                rounds[case].append(services[case].play_round(rate))
    for case, each in rounds.items():
        # Of each round, then the middle one: a stumble of the machine spoils a round, not a case.
        part = {
            name: round(median(at(times, share) for times in each), 3)
            for name, share in SHARES.items()
        }
        beyond = [
            at(with_it, 0.999) - at(without, 0.999)
            for with_it, without in zip(each, rounds["without"])
        ]
        print(
            json.dumps(
                {"case": case, "requests": sum(map(len, each)), **part}
                | ({} if case == "without" else {"p999MoreMs": interval(beyond, order)})
            )
        )


def at(times: list[float], share: float) -> float:
    return times[int(len(times) * share)]


def interval(differences: list[float], order: random.Random) -> list[float]:
    """95 % of the middle difference of as many rounds, drawn from these: what it may be but for
    chance."""
    middles = sorted(median(order.choices(differences, k=len(differences))) for _ in range(2_000))
    return [round(middles[50], 3), round(middles[-51], 3)]


SHARES = {"p50Ms": 0.5, "p99Ms": 0.99, "p999Ms": 0.999}

if __name__ == "__main__":
    main()
