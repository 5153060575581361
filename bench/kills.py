"""Ballots sent while the server is killed, again and again, at moments drawn by chance.

    python -m bench.kills [BALLOTS] [KILLS]

Sixteen members at a time send ballots; who gets no answer sends the same request with the same
key again. Every process of the server gets SIGKILL, and a new one is started. Afterwards each
acknowledged ballot is looked for: none may be lost, and none may be there twice.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.record.queries import chain_fault
from app.voting.models import Ballot, Envelope, RollEntry
from bench.ballots import postgresql
from bench.coop import Browser, found, open_polls, open_secret_polls
from bench.serving import Visitor, fork, free_port, post, serve

VISITORS = 16
MEMBERS = 200
ACCEPTED = {200, 302}


def through_kills(
    app: Flask, requests: Sequence[bytes], kills: int, pause: Callable[[], float]
) -> int:
    """Sends every request until it is answered, while the server dies every `pause()` seconds
    until it has died `kills` times; how often it did. Raises where an answer is a refusal."""
    port, done = free_port(), fork.Queue()
    server = _start(app, port)
    visitors = [
        fork.Process(target=_insist, args=(port, requests[place::VISITORS], done))
        for place in range(VISITORS)
    ]
    for visitor in visitors:
        visitor.start()
    died = 0
    while died < kills and any(visitor.is_alive() for visitor in visitors):
        time.sleep(pause())
        _kill(server)
        died += 1
        server = _start(app, port)
    faults = [fault for _ in visitors if (fault := done.get(timeout=600))]
    for visitor in visitors:
        visitor.join()
    _kill(server)
    if faults:
        raise RuntimeError(f"refused: {faults[0]}")
    return died


def _start(app: Flask, port: int) -> Any:
    ready = fork.Event()
    server = fork.Process(target=_lead, args=(app, port, ready.set))
    server.start()
    if not ready.wait(30):
        raise RuntimeError("the server did not start")
    return server


def _lead(app: Flask, port: int, ready: Callable[[], None]) -> None:
    os.setsid()  # the processes it forks can be killed together with it
    serve(app, port, ready)


def _kill(server: Any) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.join()


def _insist(port: int, requests: Sequence[bytes], done: Any) -> None:
    visitor: Visitor | None = None
    fault = ""
    for request in requests:
        status, body = 0, b""
        while not status:
            try:
                visitor = visitor or Visitor(port)
                status, body = visitor.ask(request)
            except (OSError, ValueError):  # gone, perhaps in the middle of its answer
                visitor = None
                time.sleep(0.02)
        if status not in ACCEPTED:
            fault = f"{status}: {body[:2000]!r}"
            break
    done.put(fault)


def ballots_of(browsers: Sequence[Browser], poll_ids: Sequence[int], way: str) -> list[bytes]:
    """One ballot of every member in every poll; `way`: "ballot", or "envelope" for a secret one."""
    return [
        post(
            f"/polls/{poll_id}/{way}",
            f"choice=for&csrf_token={browser.csrf}&idempotency_key={way}-{poll_id}-{place:06}",
            browser.cookie,
        )
        for poll_id in poll_ids
        for place, browser in enumerate(browsers)
    ]


def kept(app: Flask, poll_ids: Sequence[int]) -> tuple[int, int]:
    """How many on the rolls of these polls have signed, and how many ballots there are, in the
    open and in the urns. Raises where the chain of the record is broken."""
    with app.app_context():
        signed = select(func.count()).where(RollEntry.poll_id.in_(poll_ids), RollEntry.signed)
        named = select(func.count()).where(Ballot.poll_id.in_(poll_ids))
        sealed = select(func.count()).where(Envelope.poll_id.in_(poll_ids))
        signatures, ballots, envelopes = (
            db.session.scalar(count) or 0 for count in (signed, named, sealed)
        )
        fault = chain_fault()
        db.session.close()
        db.engine(app).dispose()
    if fault is not None:
        raise RuntimeError(f"the record's chain is broken: {fault}")
    return signatures, ballots + envelopes


def measure(name: str, url: str, data: Path, ballots: int, kills: int) -> None:
    app, browsers = found(url, data, MEMBERS)
    number = -(-ballots // len(browsers) // 2)
    draw = random.Random(20_000)
    for way, opened in (("ballot", open_polls), ("envelope", open_secret_polls)):
        polls = opened(app, number)
        requests = ballots_of(browsers, polls, way)
        died = through_kills(app, requests, kills // 2, lambda: draw.uniform(0.2, 1.2))
        signatures, there = kept(app, polls)
        lost, doubled = len(requests) - signatures, there - signatures
        print(
            f"{name}, {'open' if way == 'ballot' else 'secret'}: {len(requests)} ballots "
            f"acknowledged through {died} kills: lost {lost}, doubled {doubled}",
            flush=True,
        )
        if lost or doubled:
            sys.exit(1)


def main(ballots: int, kills: int) -> None:
    with tempfile.TemporaryDirectory(prefix="artel-bench-") as folder, suppress(KeyboardInterrupt):
        data = Path(folder)
        measure("SQLite", f"sqlite:///{data / 'artel.db'}", data, ballots, kills)
        with postgresql() as url:
            measure("PostgreSQL", url, data, ballots, kills)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [20_000, 20][len(given) :]))
