"""Reports on two frames, made by the real command."""

from __future__ import annotations

import html
import json
import os
import tempfile

import numpy as np
import pandas as pd
import polars as pl
import pytest

import leeway
from leeway_server import LEEWAY_COMMAND


def frame(seed: int, shift: float) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "amount": 50 + 10 * draw.normal(size=3_000) + shift,
            "plan": pd.Categorical(draw.choice(["basic", "plus", 'pro, "large"'], size=3_000)),
            "visits": pd.array(draw.integers(0, 6, size=3_000), dtype="Int64"),
            "member": draw.random(3_000) < 0.5,
            "at": pd.date_range("2026-01-01", periods=3_000, freq="h"),
        }
    ).assign(amount=lambda rows: rows["amount"].mask(draw.random(3_000) < 0.01))


EVIL = '"><script>alert(1)</script>'
REFERENCE, SHIFTED, CALM = frame(1, 0), frame(2, 8), frame(3, 0)


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> leeway.Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEEWAY_COMMAND", LEEWAY_COMMAND)
        return leeway.report(
            REFERENCE.rename(columns={"visits": EVIL}), SHIFTED.rename(columns={"visits": EVIL})
        )


@pytest.fixture(autouse=True)
def own_directory(monkeypatch, tmp_path):
    """Nothing may be left behind in it."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    yield
    assert list(directory.glob("leeway-*")) == []


def test_what_drifted_is_named_and_shown(found):
    assert found.drifted == ["amount"]
    column = found.columns["amount"]
    assert (column.role, column.kind, column.drifted) == ("feature", "numeric", True)
    assert column.metrics["population_stability_index"]["value"] > 0.25
    assert {name: one.kind for name, one in found.columns.items()} == {
        "amount": "numeric",
        "plan": "categorical",
        EVIL: "numeric",
        "member": "boolean",
        "at": found.columns["at"].kind,
    }
    assert found.severity == "critical"
    assert found.summary[0] in repr(found)
    assert json.loads(found.to_json()) == found.to_dict()
    assert found.to_html().startswith("<!doctype html>")


def test_a_notebook_shows_it_in_a_frame_of_no_origin(found):
    shown = found._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts" ')
    assert shown.count("<") == 2
    page = shown.split('srcdoc="')[1].removesuffix('"></iframe>')
    assert html.unescape(page) == found.to_html()
    assert "<script>alert" not in found.to_html()


def test_files_of_any_library_give_the_same_report(tmp_path):
    REFERENCE.to_csv(tmp_path / "reference.csv", index=False)

    def values(found: leeway.Report) -> dict[str, object]:
        return {
            name: round(one.metrics["population_stability_index"]["value"], 9)
            for name, one in found.columns.items()
            if "population_stability_index" in one.metrics
        }

    mixed = {name: SHIFTED[name].tolist() for name in SHIFTED}
    first = values(leeway.report(tmp_path / "reference.csv", mixed))
    assert len(first) >= 4
    assert values(leeway.report(pl.from_pandas(REFERENCE), pl.from_pandas(SHIFTED))) == first


def test_calm_is_calm_and_options_are_passed_on(tmp_path):
    found = leeway.report(
        REFERENCE,
        CALM,
        time="at",
        segment="plan",
        exclude=["visits"],
        false_alarms=0.01,
        exact=True,
        cache=tmp_path / "kept",
    )
    assert not found.drifted
    assert "visits" not in found.columns
    told = found.to_dict()
    assert told["level"]["falseAlarms"] == 0.01
    assert told["segmentColumn"] == "plan"
    assert (tmp_path / "kept").exists()


def test_it_is_written_where_it_shall_be(found, tmp_path):
    found.to_html(tmp_path / "report.html")
    found.to_json(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text()) == found.to_dict()
    assert (tmp_path / "report.html").read_text() == found.to_html()


def test_a_question_that_makes_no_sense_is_answered_with_what_is_wrong():
    with pytest.raises(leeway.LeewayError, match='no column "none"'):
        leeway.report(REFERENCE, CALM, score="none")


def test_what_is_no_frame_and_columns_of_one_name_are_refused():
    with pytest.raises(TypeError, match="int is no data frame"):
        leeway.report(3, 4)
    twice = pd.concat([REFERENCE, REFERENCE], axis=1)
    with pytest.raises(ValueError, match="same name: amount, at"):
        leeway.report(twice, twice)


def test_without_the_command_it_says_what_to_install(monkeypatch):
    monkeypatch.delenv("LEEWAY_COMMAND")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(leeway.LeewayError, match="npm ci && npm pack"):
        leeway.report(REFERENCE, CALM)
    monkeypatch.setenv("LEEWAY_COMMAND", "/nowhere/leeway --now")
    with pytest.raises(leeway.LeewayError, match="'/nowhere/leeway', which cannot be run"):
        leeway.report(REFERENCE, CALM)


def test_the_command_is_found_on_the_path(monkeypatch, tmp_path):
    script = tmp_path / "leeway"
    script.write_text(f'#!/bin/sh\nexec {LEEWAY_COMMAND} "$@"\n')
    script.chmod(0o755)
    monkeypatch.delenv("LEEWAY_COMMAND")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(leeway.LeewayError, match="chance between 0 and 1"):
        leeway.report(REFERENCE, CALM, false_alarms=2)
