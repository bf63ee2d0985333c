"""What is done once, when a model is deployed. These calls wait for the server and raise
`LeewayError`, because whoever sets something up has to know that it went wrong."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Optional, Union
from urllib.parse import urlencode

from ._frame_files import write_frame
from ._retry import RETRIED, backoff_seconds, retry_after_seconds
from ._transport import Address, Transport, error_of, path_of
from ._values import class_name, listed
from .errors import LeewayError

_ATTEMPTS = 4
_TYPES = {
    ".csv": "text/csv",
    ".ndjson": "application/x-ndjson",
    ".jsonl": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
}


class Setup:
    """Calls that set a model up. `Client` has them all."""

    def __init__(self, model: str, address: Address, key: Optional[str]) -> None:
        #: The name of the model.
        self.model = model
        self._address = address
        self._key = key

    def register(
        self,
        *,
        task: Optional[str] = None,
        classes: Optional[Iterable[Any]] = None,
        positive_class: Any = None,
        outputs: Optional[list[dict[str, Any]]] = None,
        segment_by: Union[str, Iterable[str], None] = None,
        time_zone: Optional[str] = None,
        cell: Optional[str] = None,
        lateness_ms: Optional[int] = None,
        clock: Optional[str] = None,
    ) -> dict[str, Any]:
        """Makes the model, or changes it; what is left out stays as it is, or takes its default.

        `task` is `binary`, `multiclass` or `regression`, with `classes` and `positive_class`
        where there are any; `outputs` instead describes several, as the API has them.
        """
        body: dict[str, Any] = {
            "timeZone": time_zone,
            "clock": clock,
            "cell": cell,
            "latenessMs": lateness_ms,
            "segmentBy": None if segment_by is None else listed(segment_by),
            "outputs": outputs,
        }
        if task is not None:
            output: dict[str, Any] = {"task": task}
            if classes is not None:
                output["classes"] = [class_name(one) for one in listed(classes)]
            if positive_class is not None:
                output["positiveClass"] = class_name(positive_class)
            body["outputs"] = [output]
        given = {name: value for name, value in body.items() if value is not None}
        return self._object("PUT", self._path(), given)

    def baseline(
        self,
        frame: Any,
        *,
        name: Optional[str] = None,
        version: Optional[str] = None,
        prediction_id: Optional[str] = None,
        time: Optional[str] = None,
        score: Optional[str] = None,
        decision: Optional[str] = None,
        value: Optional[str] = None,
        label: Optional[str] = None,
        weight: Optional[str] = None,
        latency: Optional[str] = None,
        version_column: Optional[str] = None,
        output: Optional[str] = None,
        exclude: Union[str, Iterable[str]] = (),
        seed: Optional[int] = None,
        timeout: float = 600.0,
    ) -> dict[str, Any]:
        """How the model is when all is well: training or validation data, or a good period. A data
        frame, or the path of a CSV, NDJSON or Parquet file. The arguments name columns; all others
        are features, and the answer says what was inferred of them."""
        query = {
            "name": name,
            "version": version,
            "predictionId": prediction_id,
            "time": time,
            "score": score,
            "decision": decision,
            "value": value,
            "label": label,
            "weight": weight,
            "latency": latency,
            "versionColumn": version_column,
            "output": output,
            "exclude": ",".join(one.replace(",", "\\,") for one in listed(exclude)) or None,
            "seed": None if seed is None else str(seed),
        }
        given = urlencode({key: one for key, one in query.items() if one is not None})
        path = self._path("baselines") + (f"?{given}" if given else "")
        if isinstance(frame, (str, Path)):
            return self._upload(path, Path(frame), timeout)
        with tempfile.TemporaryDirectory(prefix="leeway-") as directory:
            return self._upload(path, write_frame(frame, Path(directory), "baseline"), timeout)

    def recommend_monitors(self) -> dict[str, Any]:
        """Makes the monitors that suit the model by its baseline; those whose name is taken stay
        as they are."""
        return self._object("POST", self._path("monitors", "recommended"), None, timeout=120.0)

    def call(self, method: str, path: str, body: Any = None, *, timeout: float = 30.0) -> Any:
        """Any other route of the API: `client.call("GET", "/v1/alerts?model=churn")`. Returns what
        the answer's JSON says."""
        headers = {} if body is None else {"content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        return self._request(method, path, data, headers, timeout)

    def _object(self, method: str, path: str, body: Any, timeout: float = 30.0) -> dict[str, Any]:
        answer = self.call(method, path, body, timeout=timeout)
        return answer if isinstance(answer, dict) else {}

    def _path(self, *parts: str) -> str:
        return path_of("v1", "models", self.model, *parts)

    def _upload(self, path: str, file: Path, timeout: float) -> dict[str, Any]:
        suffixes = [suffix.lower() for suffix in file.suffixes]
        packed = suffixes[-1:] == [".gz"]
        kind = _TYPES.get((suffixes[:-1] if packed else suffixes)[-1:][0] if suffixes else "")
        if kind is None:
            raise LeewayError(f"{file.name} is not called .csv, .ndjson or .parquet (or with .gz).")
        headers = {"content-type": kind, **({"content-encoding": "gzip"} if packed else {})}
        answer = self._request("POST", path, file, headers, timeout)
        return answer if isinstance(answer, dict) else {}

    def _request(
        self, method: str, path: str, data: Any, headers: Mapping[str, str], timeout: float
    ) -> Any:
        """With a few attempts where a server says that it is busy, or starts."""
        transport = Transport(self._address, self._key)
        attempt = 1
        try:
            while True:
                answer = None
                try:
                    if isinstance(data, Path):
                        with data.open("rb") as body:
                            length = {"content-length": str(data.stat().st_size)}
                            answer = transport.send(
                                method, path, body, {**headers, **length}, timeout
                            )
                    else:
                        answer = transport.send(method, path, data, dict(headers), timeout)
                except FileNotFoundError as error:
                    raise LeewayError(f"There is no file {data}.") from error
                except (OSError, http.client.HTTPException) as error:
                    # A POST that may have arrived is not sent twice: it may make two of something.
                    if attempt == _ATTEMPTS or not isinstance(error, ConnectionRefusedError):
                        raise LeewayError(f"The server cannot be reached: {error!r}.") from error
                if answer is not None:
                    if 200 <= answer.status < 300:
                        return answer.json()
                    if attempt == _ATTEMPTS or answer.status not in (RETRIED & {408, 429, 503}):
                        raise error_of(answer)
                asked = None if answer is None else retry_after_seconds(answer.retry_after)
                time.sleep(min(10.0, backoff_seconds(attempt) if asked is None else asked))
                attempt += 1
        finally:
            transport.close()
