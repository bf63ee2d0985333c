"""From a trained model to an alarm: `python run.py`. Ends with 0 only if the alarm came, and named
the column that was broken on purpose and no other feature."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import leeway
import pandas as pd

from alarms import Alarms
from churn_model import scored, train
from customers import FEATURES, customers
from processes import churn_service, leeway_server

FIRST_DAY = datetime(2026, 1, 31, tzinfo=timezone.utc)
ROWS_A_DAY = 300
BROKEN = "monthly_charge"


def main() -> int:
    alarms = Alarms()
    with (
        tempfile.TemporaryDirectory(prefix="leeway-churn-") as directory,
        leeway_server(Path(directory)) as url,
    ):
        client = leeway.Client("churn", url=url)
        set_up(client, alarms)
        with churn_service(url) as port:
            play(port, day(0))
            close_day(client, 0)
            # From today on somebody sends cents.
            play(port, day(1).assign(monthly_charge=lambda rows: rows[BROKEN] * 100))
            close_day(client, 1)
        found = judge(client, alarms)
        client.close()
    alarms.close()
    return 0 if found else 1


def set_up(client: leeway.Client, alarms: Alarms) -> None:
    """What is done once, as the model is deployed."""
    client.register(
        task="binary",
        classes=["stays", "leaves"],
        positive_class="leaves",
        # Plays days back: windows close as the clock is moved. Leave it out for live traffic.
        clock="replay",
        lateness_ms=0,
    )
    training = scored(train(), customers(9_000, seed=2))
    training["at"] = [FIRST_DAY - timedelta(minutes=4.8 * n) for n in range(len(training), 0, -1)]
    made = client.baseline(
        training, time="at", score="probability", decision="decision", label="truth"
    )
    say(f"baseline of {made['baseline']['rows']} rows")
    channel = client.call(
        "POST", "/v1/channels", {"name": "me", "kind": "webhook", "config": {"url": alarms.url}}
    )
    alarms.secret = channel["secret"]
    client.call("POST", "/v1/models/churn/clock", {"watermark": at(0)})
    monitors = client.recommend_monitors()
    say(f"monitors: {[one['name'] for one in monitors['created']]}")


def day(number: int) -> pd.DataFrame:
    """Customers who call on a day."""
    rows = customers(ROWS_A_DAY, seed=100 + number)
    step = timedelta(days=1) / ROWS_A_DAY
    start = FIRST_DAY + timedelta(days=number)
    return rows.assign(
        id=[f"day {number}, {n}" for n in range(ROWS_A_DAY)],
        at=[(start + n * step).isoformat() for n in range(ROWS_A_DAY)],
    )


def at(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def play(port: int, rows: pd.DataFrame) -> None:
    """A request for each of them."""
    service = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for row in rows.to_dict("records"):
        question = {
            "id": row["id"],
            "at": row["at"],
            "customer": {name: row[name] for name in FEATURES},
        }
        service.request(
            "POST", "/predict", json.dumps(question), {"content-type": "application/json"}
        )
        answer = service.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise SystemExit(f"the service answered {answer.status}: {told!r}")
    service.close()
    say(f"asked {len(rows)} times; the last answer: {told.decode()}")


def close_day(client: leeway.Client, number: int) -> None:
    """Tells the truth about a day, waits until all of it is stored, and closes its window."""
    client.labels(day(number), prediction_id="id", label="truth")
    client.flush()
    wanted = ROWS_A_DAY * (number + 1)
    deadline = time.monotonic() + 60
    while True:
        counts = client.call("GET", "/v1/models/churn/accounting")
        stored = [counts[kind]["stored"] for kind in ("predictions", "labels")]
        if stored == [wanted, wanted]:
            break
        if time.monotonic() > deadline:
            raise SystemExit(f"of {wanted} predictions and labels {stored} were stored")
        time.sleep(0.1)
    client.call("POST", "/v1/models/churn/clock", {"watermark": at(number + 1)})
    say(f"day {number}: {stored[0]} predictions and {stored[1]} labels are stored")


def judge(client: leeway.Client, alarms: Alarms) -> bool:
    first = alarms.wait_for(lambda message: message["data"]["column"] == BROKEN, 120)
    if first is None:
        say(f"no alarm about {BROKEN}; received: {alarms.messages}")
        say(json.dumps(client.call("GET", "/v1/alerts?model=churn"), indent=1))
        return False
    say(first["data"]["sentence"])
    alerts = client.call("GET", "/v1/alerts?model=churn")["alerts"]
    accused = {one["column"] for one in alerts if one["column"] in FEATURES}
    too_early = [one for one in alerts if one["openedWindow"][:10] < at(1)[:10]]
    say(f"features with an alarm: {accused}; alarms before the fault: {len(too_early)}")
    return accused == {BROKEN} and not too_early


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main())
