"""Servers on loopback, in processes of their own, that take no time of a measured one."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time

_PROGRAM = """
import asyncio, sys
how = sys.argv[1]

async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            length = 0
            for line in head.lower().split(b"\\r\\n"):
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            await reader.readexactly(length)
            if how == "slow":
                await asyncio.sleep(5)
            if how == "refusing":
                writer.write(b"HTTP/1.1 429 No\\r\\nRetry-After: 1\\r\\n")
                writer.write(b"Content-Length: 0\\r\\n\\r\\n")
            else:
                writer.write(b"HTTP/1.1 202 Yes\\r\\nContent-Length: 2\\r\\n\\r\\n{}")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[2]))
    async with server:
        await server.serve_forever()

asyncio.run(main())
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def await_port(port: int, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


class Accepting:
    """Accepts what it is sent; or `slow`, five seconds later; or `refusing`, with 429."""

    def __init__(self, how: str = "accepting") -> None:
        self._how = how
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Accepting:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, self._how, str(self.port)]
        )
        await_port(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
