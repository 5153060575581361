"""The page keeps time too, also where no worker runs: what is due is done before anything is
read. The look is cheap, and taken by the first page of every minute."""

from flask import Flask, current_app

from app import clock
from app.jobs.clockwork import keep_time

_LOOKED = "artel.jobs.looked"


def _look() -> None:
    at = clock.now()
    minute = at.replace(second=0)  # midnight in every time zone begins one
    if current_app.extensions.get(_LOOKED) == minute and not current_app.testing:
        return
    current_app.extensions[_LOOKED] = minute
    try:
        keep_time(at)
    except Exception:
        current_app.logger.exception("What is due could not be done; it is tried again.")


def init_app(app: Flask) -> None:
    # First of all, before the door: the request's own transaction has not begun.
    app.before_request_funcs.setdefault(None, []).insert(0, _look)
