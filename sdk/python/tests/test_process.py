"""How host processes end and fork."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import leeway
from leeway_server import run_python
from receiver import Reply, free_port, wait_until


def ran(script: str, url: str) -> str:
    done = run_python(script, {"LEEWAY_URL": url})
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_the_end_of_the_process_delivers_what_waits(receiver):
    ran(
        """
import leeway
client = leeway.Client("churn", flush_seconds=60)
for place in range(1200):
    client.log({"x": place})
""",
        receiver.url,
    )
    assert sorted(row["features"]["x"] for row in receiver.rows) == list(range(1200))


def test_what_is_logged_first_as_the_process_ends_is_delivered(receiver):
    ran(
        """
import atexit, leeway
client = leeway.Client("churn")
atexit.register(client.log, {"x": 1})
""",
        receiver.url,
    )
    assert [row["features"]["x"] for row in receiver.rows] == [1]


def test_an_exception_that_ends_the_process_loses_no_rows(receiver):
    script = "import leeway\nleeway.Client('churn').log({'x': 1})\nraise SystemExit(3)"
    assert run_python(script, {"LEEWAY_URL": receiver.url}).returncode == 3
    assert len(receiver.rows) == 1


def test_a_client_that_nobody_holds_delivers_and_ends(receiver):
    ran(
        """
import gc, threading, time, leeway
for place in range(20):
    leeway.Client("churn").log({"x": place})
gc.collect()
deadline = time.monotonic() + 20
while threading.active_count() > 1 and time.monotonic() < deadline:
    time.sleep(0.01)
assert threading.active_count() == 1
""",
        receiver.url,
    )
    assert sorted(row["features"]["x"] for row in receiver.rows) == list(range(20))


@pytest.mark.parametrize("how", ["down", "hanging"])
def test_a_server_that_does_not_answer_holds_the_end_up_for_a_bounded_time(receiver, how):
    receiver.always = lambda request: Reply(202, after=60)
    url = receiver.url if how == "hanging" else f"http://127.0.0.1:{free_port()}"
    since = time.monotonic()
    said = ran(
        """
import atexit, time
# Registered before, so run after what the package registers.
atexit.register(lambda: print(time.monotonic() - started))
import leeway
client = leeway.Client("churn", exit_seconds=1)
for _ in range(3000):
    client.log({"x": 1})
started = time.monotonic()
""",
        url,
    )
    assert time.monotonic() - since < 30
    assert float(said) < 3


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_child_sends_its_own_rows_and_leaves_those_of_its_parent(receiver):
    ran(
        """
import os, sys, leeway
client = leeway.Client("churn", flush_seconds=60)
client.log({"x": "parent, before"})
child = os.fork()
client.log({"x": "parent" if child else "child"})
if child:
    _, status = os.waitpid(child, 0)
    assert status == 0
assert client.stats().logged == (2 if child else 1), client.stats()
sys.exit(0)
""",
        receiver.url,
    )
    names = sorted(row["features"]["x"] for row in receiver.rows)
    assert names == ["child", "parent", "parent, before"]
    assert len({row["predictionId"] for row in receiver.rows}) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_fork_while_others_log_and_send_leaves_a_child_that_works(receiver):
    ran(
        """
import os, sys, threading, warnings, leeway
warnings.simplefilter("ignore", DeprecationWarning)
client = leeway.Client("churn", flush_seconds=0.001, batch_rows=5)
over = threading.Event()
def log():
    while not over.is_set():
        client.log({"from": "parent"})
        over.wait(0.0005)
threads = [threading.Thread(target=log) for _ in range(4)]
for thread in threads: thread.start()
children = []
for number in range(20):
    child = os.fork()
    if child == 0:
        client.log({"from": f"child {number}"})
        os._exit(0 if client.flush(20) and client.stats().accepted == 1 else 1)
    children.append(child)
statuses = [os.waitpid(child, 0)[1] for child in children]
over.set()
for thread in threads: thread.join()
assert statuses == [0] * 20, statuses
""",
        receiver.url,
    )
    said = {row["features"]["from"] for row in receiver.rows}
    assert {f"child {number}" for number in range(20)} <= said


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_children_of_multiprocessing_deliver_at_their_end(receiver, tmp_path, start):
    script = tmp_path / "job.py"
    script.write_text(
        f"""
import multiprocessing, leeway
client = leeway.Client("churn", flush_seconds=60)
def work(number):
    client.log({{"x": number}})
if __name__ == "__main__":
    context = multiprocessing.get_context("{start}")
    jobs = [context.Process(target=work, args=(number,)) for number in range(3)]
    for job in jobs: job.start()
    for job in jobs: job.join()
    assert [job.exitcode for job in jobs] == [0, 0, 0]
"""
    )
    ran(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", receiver.url)
    assert sorted(row["features"]["x"] for row in receiver.rows) == [0, 1, 2]


def test_a_service_that_is_told_to_stop_delivers_first(receiver, tmp_path):
    (tmp_path / "service.py").write_text(
        """
import leeway
from fastapi import FastAPI
app = FastAPI()
client = leeway.Client("churn", flush_seconds=60)
app.add_middleware(leeway.LeewayMiddleware, client=client, paths=["/predict"])

@app.post("/predict")
def predict(customer: dict) -> dict:
    return {"score": 0.5}
"""
    )
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "service:app", "--port", str(port)]
    source = str(Path(leeway.__file__).parents[1])
    service = subprocess.Popen(
        [*command, "--log-level", "warning"],
        cwd=tmp_path,
        env={**os.environ, "LEEWAY_URL": receiver.url, "PYTHONPATH": source},
    )
    try:
        wait_until(lambda: _answers(port), 60)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for place in range(30):
            connection.request(
                "POST", "/predict", json.dumps({"x": place}), {"content-type": "application/json"}
            )
            assert json.loads(connection.getresponse().read()) == {"score": 0.5}
        connection.close()
        assert receiver.rows == []
    finally:
        service.terminate()
        service.wait(30)
    assert [row["features"]["x"] for row in receiver.rows] == list(range(30))


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_children_make_ids_of_their_own(receiver):
    said = ran(
        """
import os
from leeway._prediction_id import new_prediction_id as make
make(0)
for _ in range(3):
    if os.fork() == 0:
        os.write(1, (make(0) + "\\n").encode())
        os._exit(0)
    os.wait()
""",
        receiver.url,
    )
    assert len(set(said.split())) == 3


def test_what_is_logged_first_as_the_interpreter_is_taken_apart_is_counted(receiver):
    said = ran(
        """
import signal, leeway
# Ends a process that hangs.
signal.alarm(20)
class Last:
    def __init__(self, client):
        self.client = client
    def __del__(self):
        self.client.log({"x": 1})
        self.client.label("1", 1)
        print(self.client.stats().dropped, self.client.stats().queued, self.client.flush(5))
last = Last(leeway.Client("churn"))
""",
        receiver.url,
    )
    assert said == "{'closed': 2} 0 True\n"


def test_what_is_logged_after_all_clients_were_closed_is_counted(receiver):
    said = ran(
        """
import atexit, signal
signal.alarm(20)
def late(name, make):
    client = make()
    client.log({"x": 1})
    print(name, client.stats().dropped, client.stats().queued, client.close())
# Registered before, so run after what the package registers.
atexit.register(late, "made there", lambda: leeway.Client("churn"))
atexit.register(late, "made before", lambda: before)
import leeway
before = leeway.Client("churn")
""",
        receiver.url,
    )
    assert said == "made before {'closed': 1} 0 True\nmade there {'closed': 1} 0 True\n"


#: A signal at one line of what is called, wherever that is written.
INTERRUPTED = """
import itertools, signal, sys, threading, time, leeway
# Ends a process that hangs.
signal.alarm(30)
def interrupted(place, function, *arguments):
    lines = itertools.count()
    def trace(frame, event, _):
        if event == "line" and next(lines) == place:
            signal.raise_signal(signal.SIGUSR1)
        return trace
    sys.settrace(trace)
    try:
        return function(*arguments)
    finally:
        sys.settrace(None)
def handle(handler):
    signal.signal(signal.SIGUSR1, lambda *_: handler())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_handler_that_logs_during_the_first_log_starts_no_second_thread(receiver):
    ran(
        INTERRUPTED
        + """
started = []
start = leeway._delivery.Delivery._run
leeway._delivery.Delivery._run = lambda delivery: (started.append(delivery), start(delivery))
for place in range(150):
    client = leeway.Client("churn", flush_seconds=0.001)
    handle(lambda: client.log({"x": place}))
    interrupted(place, client.log, {"x": place})
    assert client.close(20)
    assert client.stats().accepted == client.stats().logged, (place, client.stats())
    assert started.count(client._delivery) == 1, place
""",
        receiver.url,
    )
    assert {row["features"]["x"] for row in receiver.rows} == set(range(150))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("call", ["client._delivery.wake", "client.flush", "client.close"])
def test_a_signal_handler_that_logs_waits_for_nothing_that_it_interrupts(receiver, call):
    ran(
        INTERRUPTED
        + f"""
for place in range(100):
    client = leeway.Client("churn")
    # Every row rings.
    client._batch_rows = 1
    client.log({{"x": 1}})
    client.flush()
    handle(lambda: (client.log({{"x": 2}}), client._delivery.close_soon(20)))
    interrupted(place, {call})
    assert client.close(20), place
    stats = client.stats()
    assert stats.logged == stats.accepted + stats.dropped.get("closed", 0), (place, stats)
""",
        receiver.url,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_handler_may_close_a_client_that_is_starting(receiver):
    ran(
        INTERRUPTED
        + """
for place in range(150):
    client = leeway.Client("churn", exit_seconds=0.2)
    handle(client.close)
    interrupted(place, client._delivery.start)
    assert client.close(20), place
""",
        receiver.url,
    )
