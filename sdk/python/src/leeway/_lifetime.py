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

#: By identity, since a set of weak references cannot be walked while another thread adds to it.
_clients: weakref.WeakValueDictionary[int, Client] = weakref.WeakValueDictionary()
#: Those with rows, whether or not somebody still holds their client.
_deliveries: dict[Delivery, float] = {}
_finalized_pid = 0
_ended = False


def watch_over(client: Client) -> None:
    """Has the client begin anew in a forked child."""
    _clients[id(client)] = client


def close_at_exit(delivery: Delivery, seconds: float) -> None:
    """Has the process wait so long at its end for what was put into the delivery by then."""
    _deliveries[delivery] = seconds
    _close_with_multiprocessing()


def forget(delivery: Delivery) -> None:
    """It is closed."""
    _deliveries.pop(delivery, None)


def has_ended() -> bool:
    """Whether what is logged from now on can be counted alone: a thread that is started while the
    interpreter takes itself apart never runs, and who starts it waits for that for ever."""
    return _ended


def _close_all() -> None:
    global _ended
    _ended = True
    # Those without rows as well, which must not begin with one from here on.
    held = [(client._delivery, client._exit_seconds) for client in _living_clients()]
    # Told all first, so that the time each has runs at once.
    for delivery, seconds in [*_deliveries.items(), *held]:
        delivery.close_soon(seconds)
    for delivery in list(_deliveries):
        delivery.join()


def _after_fork_in_child() -> None:
    _deliveries.clear()
    for client in _living_clients():
        client._start_over()


def _living_clients() -> list[Client]:
    clients = [reference() for reference in _clients.valuerefs()]
    return [client for client in clients if client is not None]


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
