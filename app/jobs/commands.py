"""`artel jobs run`, the worker that keeps time; any number of them may run. `artel enactment
run` does the same once and says what came of it."""

import logging
import signal
import threading

import click
from flask.cli import AppGroup

from app import clock
from app.db import unusable
from app.enactment.models import Enactment
from app.jobs.clockwork import keep_time
from app.sentences import Sentence

jobs = AppGroup("jobs", help="The worker that keeps time.")
enactment = AppGroup("enactment", help="Carried motions taking effect.")
groups = (jobs, enactment)

log = logging.getLogger(__name__)


@jobs.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--every", type=click.IntRange(1, 3600), default=15, help="Seconds between looks.")
def run(once: bool, every: int) -> None:
    """Close polls and enact motions when they are due, until told to stop."""
    if once:
        _tell(keep_time(clock.now()))
        return
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            _tell(keep_time(clock.now()))
        except Exception as error:
            if (reason := unusable(error)) is not None:
                log.error("%s It is tried again.", reason)
            else:
                log.exception("What is due could not be done; it is tried again.")
        stopped.wait(every)


@enactment.command("run")
def enact() -> None:
    """Close the polls that are due and enact the carried motions whose day has come."""
    _tell(keep_time(clock.now()))


def _tell(enacted: list[Enactment]) -> None:
    for one in enacted:
        if one.reason is None:
            click.echo(f"motion {one.motion_id} enacted: {one.subject}")
        else:
            click.echo(f"motion {one.motion_id} failed: {Sentence.from_json(one.reason)}")
