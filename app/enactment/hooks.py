"""The page keeps time too: what is due happens before anything is read, also where no worker
runs. The check is cheap, and made once a minute and when the date changes."""

from datetime import datetime

from flask import Flask, current_app

from app import clock
from app.coop import this_coop
from app.db import db
from app.enactment.actions import carry_on
from app.enactment.queries import due_motion_ids
from app.voting.queries import due_poll_ids

_CHECKED = "artel.enactment.checked"


def _keep_time() -> None:
    at = clock.now()
    minute = at.replace(second=0)  # midnight in every time zone begins one
    if current_app.extensions.get(_CHECKED) == minute and not current_app.testing:
        return
    current_app.extensions[_CHECKED] = minute
    try:
        with db.apart():
            _carry_on(at)
    except Exception:
        current_app.logger.exception("What is due could not be done; it is tried again.")


def _carry_on(at: datetime) -> None:
    coop = this_coop()
    if coop is None:
        return
    on = clock.today(coop.time_zone)
    if due_poll_ids(at) or due_motion_ids(on):
        carry_on(on=on, at=at)
        db.commit()


def init_app(app: Flask) -> None:
    # First of all: the request's own transaction has not begun.
    app.before_request_funcs.setdefault(None, []).insert(0, _keep_time)
