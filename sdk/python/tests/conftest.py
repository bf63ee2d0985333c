from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

import leeway
from leeway_server import LEEWAY_COMMAND, LeewayServer
from receiver import Receiver


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEEWAY_URL", raising=False)
    monkeypatch.delenv("LEEWAY_KEY", raising=False)
    monkeypatch.setenv("LEEWAY_COMMAND", LEEWAY_COMMAND)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LeewayServer]:
    one = LeewayServer(Path(tmp_path_factory.mktemp("leeway")))
    yield one
    one.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.stop()


MakeClient = Callable[..., leeway.Client]


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    made: list[leeway.Client] = []

    def make(url: str, model: str = "churn", **options: object) -> leeway.Client:
        client = leeway.Client(model, url=url, **{"flush_seconds": 0.05, **options})  # type: ignore
        made.append(client)
        return client

    yield make
    for client in made:
        client.close(0)
