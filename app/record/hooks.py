"""Binds the record to every commit."""

from flask import Flask

from app.db import db
from app.record import rows
from app.record.actions import seal_pending


def init_app(_: Flask) -> None:
    rows.watch()
    if seal_pending not in db.before_commit:
        db.before_commit.append(seal_pending)
