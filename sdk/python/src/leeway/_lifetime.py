"""The end of a process, and its forks."""

from __future__ import annotations

import atexit
import os
import sys
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._delivery import Delivery
    from .client import Client

_clients: weakref.WeakSet[Client] = weakref.WeakSet()
#: Those with rows, whether or not somebody still holds their client.
_deliveries: dict[Delivery, float] = {}
_finalized_pid = 0


def watch_over(client: Client) -> None:
    """Has the client begin anew in a forked child."""
    _clients.add(client)


def close_at_exit(delivery: Delivery, seconds: float) -> None:
    """Has the process wait so long at its end for what was put into the delivery by then."""
    _deliveries[delivery] = seconds
    _close_with_multiprocessing()


def forget(delivery: Delivery) -> None:
    """It is closed."""
    _deliveries.pop(delivery, None)


def _close_all() -> None:
    # Told all first, so that the time each has runs at once.
    for delivery, seconds in list(_deliveries.items()):
        delivery.close_soon(seconds)
    for delivery in list(_deliveries):
        delivery.join()


def _after_fork_in_child() -> None:
    _deliveries.clear()
    for client in list(_clients):
        client._start_over()


def _close_with_multiprocessing() -> None:
    """Children of `multiprocessing` end without `atexit` before Python 3.13, but run finalizers of
    their own; those of the parent are cleared as they start, so this is called at the first row."""
    global _finalized_pid
    process: Any = sys.modules.get("multiprocessing.process")
    util: Any = sys.modules.get("multiprocessing.util")
    if process is None or util is None or _finalized_pid == os.getpid():
        return
    if process.parent_process() is not None:
        _finalized_pid = os.getpid()
        util.Finalize(None, _close_all, exitpriority=10)


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
