"""The part of a motion that changes under its readers' eyes."""

from flask import Flask, render_template

from app import live
from app.coop import today
from app.motions.page import standing_of


def _render(motion_id: int) -> str | None:
    standing = standing_of(motion_id, today())
    return (
        None if standing is None else render_template("motions/_standing.html", standing=standing)
    )


def init_app(_: Flask) -> None:
    live.topic("motion", _render)
