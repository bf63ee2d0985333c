"""The `leeway` command, which is a program of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess

from .errors import LeewayError

_MISSING = (
    "leeway.report needs the leeway command, and there is none on the PATH. It is a program for "
    "Node.js (20.19 or newer), made from a checkout by `npm ci && npm pack` and installed with "
    "`npm install --global leeway-0.1.0.tgz`; or set LEEWAY_COMMAND to how it is run, such as "
    "`node /opt/leeway/dist/cli/main.js`."
)


def find_leeway() -> list[str]:
    """What LEEWAY_COMMAND says, else `leeway` on the PATH."""
    named = os.environ.get("LEEWAY_COMMAND", "").strip()
    if named:
        try:
            words = shlex.split(named)
        except ValueError as error:
            raise LeewayError(
                f"LEEWAY_COMMAND is {named!r}, which is no command: {error}."
            ) from error
        if shutil.which(words[0]) is None:
            raise LeewayError(f"LEEWAY_COMMAND names {words[0]!r}, which cannot be run.")
        return words
    found = shutil.which("leeway")
    if found is None:
        raise LeewayError(_MISSING)
    return [found]


def run_leeway(arguments: list[str], fine: tuple[int, ...]) -> str:
    """Runs it to its end and returns what it printed; raises with what it complained of."""
    command = [*find_leeway(), *arguments]
    run = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace"
    )
    if run.returncode not in fine:
        said = run.stderr.strip() or f"it ended with {run.returncode} and said nothing"
        raise LeewayError(f"leeway {arguments[0]}: {said}")
    return run.stdout
