"""The real server, started from the built distribution as its users start it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Optional

import leeway

ROOT = Path(__file__).resolve().parents[3]
ENTRY = ROOT / "dist" / "cli" / "main.js"
LEEWAY_COMMAND = f"node {shlex.quote(str(ENTRY))}"


class LeewayServer:
    def __init__(self, data_dir: Path, port: int = 0) -> None:
        env = {name: one for name, one in os.environ.items() if not name.startswith("LEEWAY_")}
        env["LEEWAY_LOG_LEVEL"] = "fatal"
        self._process = subprocess.Popen(
            ["node", str(ENTRY), "serve", "--data-dir", str(data_dir), "--port", str(port)],
            env=env,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self.url = self._await_ready()

    def _await_ready(self) -> str:
        said: Optional[str] = None
        timer = threading.Timer(120, self._process.kill)
        timer.start()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("Leeway is ready at "):
                said = line.split()[-1]
                break
        timer.cancel()
        if said is None:
            raise RuntimeError(f"the server did not start; was it built? ({ENTRY})")
        return said

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def run_python(
    script: str, env: Optional[dict[str, str]] = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """A host process of its own, with this package."""
    source = str(Path(leeway.__file__).resolve().parents[1])
    inherited = os.environ.get("PYTHONPATH")
    path = source if inherited is None else f"{source}{os.pathsep}{inherited}"
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
    )
