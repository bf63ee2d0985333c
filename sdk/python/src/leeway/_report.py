"""Two data frames compared: what drifted, and does it matter, as the `leeway` command says."""

from __future__ import annotations

import html
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from ._frame_files import write_frame
from ._leeway_command import run_leeway
from ._values import class_name, listed

Frame = Any


@dataclass(frozen=True)
class ReportColumn:
    name: str
    #: `feature`, `score`, `prediction` or `label`.
    role: str
    #: `numeric`, `categorical`, `boolean`, `text` or `embedding`.
    kind: str
    drifted: bool
    #: `ok`, `no_data`, `insufficient_data`, `warning` or `critical`.
    severity: str
    #: What happened; empty where nothing did.
    sentence: str
    #: Values and bounds by the id of the metric.
    metrics: Mapping[str, Mapping[str, Any]]


class Report:
    """What `leeway.report` found. In a notebook it shows itself."""

    def __init__(self, document: dict[str, Any], page: str) -> None:
        self._document = document
        self._page = page

    @property
    def drifted(self) -> list[str]:
        """Names of the columns that drifted, most important first; empty, and so false, if none."""
        return [name for name, column in self.columns.items() if column.drifted]

    @property
    def columns(self) -> dict[str, ReportColumn]:
        """By name, most important first."""
        names = ReportColumn.__dataclass_fields__
        return {
            column["name"]: ReportColumn(**{name: column[name] for name in names})
            for column in self._document["columns"]
        }

    @property
    def severity(self) -> str:
        """The worst of all."""
        return str(self._document["severity"])

    @property
    def summary(self) -> list[str]:
        """Sentences."""
        return list(self._document["summary"])

    def to_dict(self) -> dict[str, Any]:
        """All that was found, as `leeway report --schema` describes it."""
        return json.loads(json.dumps(self._document))  # type: ignore[no-any-return]

    def to_json(self, path: Union[str, os.PathLike[str], None] = None) -> str:
        """The same as text, written to a file, too, if one is named."""
        text = json.dumps(self._document, indent=2, ensure_ascii=False)
        if path is not None:
            Path(path).write_text(text + "\n", encoding="utf-8")
        return text

    def to_html(self, path: Union[str, os.PathLike[str], None] = None) -> str:
        """A page for people, in one file without network; written to a file, too, if named."""
        if path is not None:
            Path(path).write_text(self._page, encoding="utf-8")
        return self._page

    def _repr_html_(self) -> str:
        # In a frame of no origin: names of columns are data, and a notebook trusts its outputs. The
        # page of many columns has a script, which searches them, and can reach nothing from there.
        return (
            '<iframe sandbox="allow-scripts" title="Leeway drift report" '
            'style="width:100%;height:640px;border:1px solid #8884;border-radius:6px" '
            f'srcdoc="{html.escape(self._page)}"></iframe>'
        )

    def __repr__(self) -> str:
        return "\n".join(["<leeway.Report>", *self.summary])


def report(
    reference: Frame,
    current: Frame,
    *,
    prediction: Optional[str] = None,
    score: Optional[str] = None,
    label: Optional[str] = None,
    positive: Any = None,
    time: Optional[str] = None,
    segment: Optional[str] = None,
    exclude: Union[str, Iterable[str]] = (),
    false_alarms: Optional[float] = None,
    exact: bool = False,
    cache: Union[str, os.PathLike[str], None] = None,
) -> Report:
    """Compares how things were with how they are.

    `reference` and `current` are data frames (pandas, polars, a table of pyarrow, a dictionary of
    columns, a list of dictionaries), or paths of CSV, NDJSON or Parquet files. The other arguments
    are those of `leeway report`, described in docs/report.md. Raises `LeewayError` where the
    command is not there or the question makes no sense.
    """
    with tempfile.TemporaryDirectory(prefix="leeway-") as name:
        directory = Path(name)
        files = [
            str(one)
            if isinstance(one, (str, os.PathLike))
            else str(write_frame(one, directory, stem))
            for stem, one in (("reference", reference), ("current", current))
        ]
        document, page = directory / "report.json", directory / "report.html"
        options = {
            "--prediction": prediction,
            "--score": score,
            "--label": label,
            "--positive": None if positive is None else class_name(positive),
            "--time": time,
            "--segment": segment,
            "--exclude": ",".join(one.replace(",", "\\,") for one in listed(exclude)) or None,
            "--false-alarms": false_alarms,
            "--cache": cache,
        }
        arguments = ["report", *files, "--json", str(document), "--html", str(page)]
        for option, value in options.items():
            if value is not None:
                arguments.append(
                    f"{option}={os.fspath(value) if isinstance(value, os.PathLike) else value}"
                )
        if exact:
            arguments.append("--exact")
        # 1 says that something drifted.
        run_leeway(arguments, fine=(0, 1))
        return Report(
            json.loads(document.read_text(encoding="utf-8")), page.read_text(encoding="utf-8")
        )
