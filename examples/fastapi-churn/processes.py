"""The two servers of the example: Leeway, and the service that it watches."""

from __future__ import annotations

import contextlib
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def leeway_server(data_dir: Path) -> Iterator[str]:
    """Its URL; the command is `leeway`, or what LEEWAY_COMMAND says."""
    command = shlex.split(os.environ.get("LEEWAY_COMMAND", "leeway"))
    env = {**os.environ, "LEEWAY_LOG_LEVEL": "error"}
    process = subprocess.Popen(
        [*command, "serve", "--data-dir", str(data_dir), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    )
    with _stopped(process):
        assert process.stdout is not None
        for line in process.stdout:
            if "ready at" in line:
                yield line.split()[-1]
                return
        raise SystemExit("leeway serve did not start")


@contextlib.contextmanager
def churn_service(leeway_url: str) -> Iterator[int]:
    """Its port. As it is told to stop it delivers what it logged."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "service:app"),
            *("--port", str(port), "--log-level", "warning"),
        ],
        cwd=Path(__file__).parent,
        env={**os.environ, "LEEWAY_URL": leeway_url},
    )
    with _stopped(process):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                yield port
                return
            time.sleep(0.1)
        raise SystemExit("the service did not start")


@contextlib.contextmanager
def _stopped(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
