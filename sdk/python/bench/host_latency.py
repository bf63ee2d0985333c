"""Latency of a service with and without the middleware, at a fixed rate of requests:
`python bench/host_latency.py [seconds] [requests a second]`.

The service is Starlette behind uvicorn in a process of its own; the requests come from another
process, each at its time whatever became of the one before, and are measured from when they were
due. Cases take turns in short rounds, so that what else the machine does falls on all alike; the
services of the other cases stand still meanwhile, because the background thread of one would take
the core of the next. Where the system lets them (root), the services and who asks them run in real
time, so that the rest of the machine is not measured with them.
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
ROUND_SECONDS = 10
#: Not counted, at the start of a round: longer than the slow server takes for an answer, so that
#: nothing is measured that only a service that stood still has.
WARM_UP_SECONDS = 6
BODY = json.dumps(
    {f"number_{n}": n * 1.5 for n in range(20)} | {f"kind_{n}": "kind" for n in range(5)}
)
REQUEST = (
    "POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    f"content-length: {len(BODY)}\r\n\r\n{BODY}"
).encode()
CONNECTIONS = 32
#: Before a request is due, so that it is sent in time.
AWAKE_SECONDS = 0.0002
#: The service has the first one, as a host has its own; who asks it has the others. So have the
#: servers that the clients send to, unless the service goes before them on the first one.
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
        if REAL_TIME:
            # Before there are threads, all of which take over what it has.
            run_in_real_time(process.pid)
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


def may_go_first() -> bool:
    """Whether a process can be run in real time here. Among the threads of a service that is the
    harder rule: one that wakes up waits until the other one rests."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    try:
        run_in_real_time(0)
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    except PermissionError:
        return False
    return True


def run_in_real_time(process: int) -> None:
    os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(1))


REAL_TIME = may_go_first()


@dataclass(frozen=True)
class Service:
    port: int
    process: subprocess.Popen[bytes]

    def play_round(self, rate: float) -> list[float]:
        """Sorted milliseconds of a round."""
        self.process.send_signal(signal.SIGCONT)
        try:
            play(self.port, int(rate * WARM_UP_SECONDS), rate)
            return sorted(play(self.port, int(rate * ROUND_SECONDS), rate))
        finally:
            self.process.send_signal(signal.SIGSTOP)


class Caller:
    """One connection that is kept, with at most one request on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._due = 0.0
        self._answer = b""

    def ask(self, due: float) -> None:
        self._due, self._answer = due, b""
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
        return (now - self._due) * 1000


def play(port: int, requests: int, rate: float) -> list[float]:
    """Milliseconds of each request. Looks without a rest for what was answered: a loop that sleeps
    is late by as much as it wants to tell apart."""
    # In turns: a connection that nothing is asked on is closed by the service.
    idle = deque(Caller(port) for _ in range(CONNECTIONS))
    took: list[float] = []
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as answers:
        for caller in idle:
            stack.enter_context(caller.socket)
            answers.register(caller.socket, selectors.EVENT_READ, caller)
        begin, asked = time.perf_counter() + 0.05, 0
        while len(took) < requests:
            while asked < requests and idle and begin + asked / rate <= time.perf_counter():
                caller = idle.popleft()
                caller.ask(begin + asked / rate)
                asked += 1
            if asked < requests and len(idle) == CONNECTIONS:
                # Nothing is awaited; and who runs in real time without a rest is stopped at last.
                time.sleep(max(0.0, begin + asked / rate - time.perf_counter() - AWAKE_SECONDS))
            for key, _ in answers.select(0):
                milliseconds = key.data.took()
                if milliseconds is not None:
                    took.append(milliseconds)
                    idle.append(key.data)
    return took


def main() -> None:
    seconds = min(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0, 120.0)
    rate = min(float(sys.argv[2]) if len(sys.argv) > 2 else 1_000.0, 2_000.0)
    rounds: dict[str, list[list[float]]] = {case: [] for case in CASES}
    order = random.Random(1)
    # What is measured must not stop for the garbage of who measures.
    gc.disable()
    with contextlib.ExitStack() as stack:
        run_on(CORES[:1] if REAL_TIME else CORES[1:])
        urls = {"without": "http://127.0.0.1:9", "down": f"http://127.0.0.1:{free_port()}"}
        for case in ("up", "slow", "refusing"):
            urls[case] = stack.enter_context(Accepting("accepting" if case == "up" else case)).url
        run_on(CORES[1:])
        services = {case: stack.enter_context(service(case, urls[case])) for case in CASES}
        # After all that it starts, which would take over what it has.
        if REAL_TIME:
            run_in_real_time(0)
        for _ in range(max(1, round(seconds / ROUND_SECONDS))):
            for case in order.sample(CASES, len(CASES)):
                rounds[case].append(services[case].play_round(rate))
    print(json.dumps({"realTime": REAL_TIME, "cores": len(CORES)}))
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


def run_on(cores: list[int]) -> None:
    """This process, and those that it starts from now on."""
    if CORES[1:]:
        os.sched_setaffinity(0, cores)


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
