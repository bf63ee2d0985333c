"""The decorator: a plain or asynchronous function as a model."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ._answers import Answer, read_answer, split_answer, unknown_fields
from ._snapshot import snapshot
from ._values import listed

if TYPE_CHECKING:
    from .client import Client

Function = Callable[..., Any]


def watch_calls(
    client: Client,
    *,
    answer: Union[Answer, Callable[[Any], Mapping[str, Any]]] = "score",
    features: Optional[Callable[..., Mapping[str, Any]]] = None,
    exclude: Union[str, Iterable[str]] = ("self", "cls"),
) -> Callable[[Function], Function]:
    """
    :param answer: what a bare answer is: `score`, `decision` or `value`; or a function from the
        answer to fields of `Client.log`. An answer that is a mapping is read by these names.
    :param features: from the call's arguments to features; else they are the arguments by name,
        or the one argument if it is a mapping
    :param exclude: arguments that are no features
    """
    if not callable(answer) and answer not in ("score", "decision", "value"):
        raise ValueError("answer is score, decision, value or a function")
    left_out = frozenset(listed(exclude))

    def decorate(function: Function) -> Function:
        signature = _signature_of(function)

        def read(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Optional[Mapping[str, Any]]:
            """Copied before the call, which may change what it was given, however deep."""
            try:
                given: Optional[Mapping[str, Any]] = None
                if features is not None:
                    given = features(*args, **kwargs)
                elif signature is not None:
                    given = _features_of(signature.bind(*args, **kwargs), left_out)
                if given is None:
                    return None
                names, values, _ = snapshot(given)
                return dict(zip(names, values))
            except Exception as error:
                client._delivery.leave_out("unreadable_features", error)
                return None

        def log(given: Optional[Mapping[str, Any]], since: float, result: Any) -> None:
            latency_ms = (time.perf_counter() - since) * 1000
            try:
                told = answer(result) if callable(answer) else read_answer(result, answer)
                known, unknown = split_answer(told)
                if unknown:
                    client._delivery.leave_out("unknown_field", unknown_fields(unknown))
                client.log(given, **{"latency_ms": latency_ms, **known})
            except Exception as error:
                client._delivery.note("unreadable", error)

        def fail(given: Optional[Mapping[str, Any]], since: float, error: BaseException) -> None:
            latency_ms = (time.perf_counter() - since) * 1000
            client.log(
                given, status="error", error_code=type(error).__name__, latency_ms=latency_ms
            )

        async def finish(
            given: Optional[Mapping[str, Any]], since: float, running: Coroutine[Any, Any, Any]
        ) -> Any:
            try:
                result = await running
            except BaseException as error:
                fail(given, since, error)
                raise
            log(given, since, result)
            return result

        @functools.wraps(function)
        def calling(*args: Any, **kwargs: Any) -> Any:
            given, since = read(args, kwargs), time.perf_counter()
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                fail(given, since, error)
                raise
            if inspect.iscoroutine(result):
                return finish(given, since, result)
            log(given, since, result)
            return result

        if not inspect.iscoroutinefunction(function):
            return calling

        @functools.wraps(function)
        async def awaiting(*args: Any, **kwargs: Any) -> Any:
            return await calling(*args, **kwargs)

        return awaiting

    return decorate


def _signature_of(function: Function) -> Optional[inspect.Signature]:
    """None where Python knows none, as of some that are written in C."""
    try:
        return inspect.signature(function)
    except (ValueError, TypeError):
        return None


def _features_of(given: inspect.BoundArguments, left_out: frozenset[str]) -> Mapping[str, Any]:
    given.apply_defaults()
    named = {name: one for name, one in given.arguments.items() if name not in left_out}
    only = next(iter(named.values())) if len(named) == 1 else None
    return only if isinstance(only, Mapping) else named
