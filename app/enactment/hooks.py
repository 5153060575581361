"""What became of a carried motion, on the motion's own page."""

from flask import Flask, render_template

from app.enactment.queries import effect_of
from app.web.parts import part


def _fate(motion_id: int) -> str:
    effect = effect_of(motion_id)
    return "" if effect is None else render_template("enactment/_fate.html", effect=effect)


def init_app(_: Flask) -> None:
    part("motion", "fate", _fate)
