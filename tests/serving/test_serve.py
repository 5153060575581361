"""`artel serve` as a process: it says where it is, answers there, and goes when told."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

import dev

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def served(data, *options):
    """`artel serve` on the data in a folder; gives the address it printed and what came before."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", *options]
    surroundings = {**os.environ, "ARTEL_DATA": str(data), "CI": "true"}
    surroundings.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        command, cwd=dev.ROOT, env=surroundings, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if address := ADDRESS.search(line):
            break
    else:
        pytest.fail(f"it ended with {process.wait()}: {said}")
    try:
        yield address.group(), "".join(said)
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        assert process.wait(timeout=60) == 0


def answer(address):
    """Status and text."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_it_migrates_serves_and_says_where(tmp_path):
    data = tmp_path / "data"
    with served(data) as (address, said):
        assert "found one with “artel init”" in said
        status, text = answer(f"{address}/static/lib/htmx.min.js")
        assert status == 503
        assert "<html" in text
        status, text = answer(f"{address}/api/v1/motions")
        assert (status, json.loads(text)["status"]) == (503, 503)
        assert mode(data) == 0o700
        assert mode(data / "secret") == 0o600
        secret = (data / "secret").read_text()
    with served(data) as (again, _):
        assert again.startswith("http://127.0.0.1:")
    assert (data / "secret").read_text() == secret


def test_a_taken_port_gives_way_to_the_next(tmp_path):
    with (
        served(tmp_path / "one", "--port", "8420") as (first, _),
        served(tmp_path / "two", "--port", "8420") as (second, _),
    ):
        assert first != second
        assert answer(first)[0] == answer(second)[0]


def test_an_unknown_demo_is_refused_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "serve", "--demo", "atlantis"],
        cwd=dev.ROOT,
        env={**os.environ, "ARTEL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (2, "this version has no “artel demo atlantis”\n")
