"""The decorator: a plain or asynchronous function as a model."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ._answers import Answer, read_answer
from ._values import is_missing

if TYPE_CHECKING:
    from .client import Client

Function = Callable[..., Any]


def watch_calls(
    client: Client,
    *,
    answer: Union[Answer, Callable[[Any], Mapping[str, Any]]] = "score",
    features: Optional[Callable[..., Mapping[str, Any]]] = None,
    exclude: tuple[str, ...] = ("self", "cls"),
) -> Callable[[Function], Function]:
    """
    :param answer: what a bare answer is: `score`, `decision` or `value`; or a function from the
        answer to fields of the row. An answer that is a mapping is read by these names.
    :param features: from the call's arguments to features; else they are the arguments by name,
        or the one argument if it is a mapping
    :param exclude: arguments that are no features
    """
    if not callable(answer) and answer not in ("score", "decision", "value"):
        raise ValueError("answer is score, decision, value or a function")

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)

        def read(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Optional[Mapping[str, Any]]:
            try:
                if features is not None:
                    return features(*args, **kwargs)
                given = signature.bind(*args, **kwargs)
                given.apply_defaults()
                named = {name: one for name, one in given.arguments.items() if name not in exclude}
                only = next(iter(named.values())) if len(named) == 1 else None
                return dict(only) if isinstance(only, Mapping) else named
            except Exception:
                return None

        def log(given: Optional[Mapping[str, Any]], since: float, result: Any) -> None:
            latency_ms = (time.perf_counter() - since) * 1000
            try:
                told = answer(result) if callable(answer) else read_answer(result, answer)
                told = {name: one for name, one in told.items() if not is_missing(one)}
                client.log(given, latency_ms=latency_ms, **told)
            except Exception as error:
                client._delivery.note("unreadable", error)

        def fail(given: Optional[Mapping[str, Any]], since: float, error: BaseException) -> None:
            latency_ms = (time.perf_counter() - since) * 1000
            client.log(
                given, status="error", error_code=type(error).__name__, latency_ms=latency_ms
            )

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaiting(*args: Any, **kwargs: Any) -> Any:
                # Before the call, which may change what it was given.
                given, since = read(args, kwargs), time.perf_counter()
                try:
                    result = await function(*args, **kwargs)
                except BaseException as error:
                    fail(given, since, error)
                    raise
                log(given, since, result)
                return result

            return awaiting

        @functools.wraps(function)
        def calling(*args: Any, **kwargs: Any) -> Any:
            given, since = read(args, kwargs), time.perf_counter()
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                fail(given, since, error)
                raise
            log(given, since, result)
            return result

        return calling

    return decorate
