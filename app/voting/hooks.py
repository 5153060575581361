"""The parts of a poll that change under its readers' eyes; nothing in them is personal."""

from flask import Flask, render_template

from app import live
from app.voting import queries
from app.voting.views.proxies import proxy_part
from app.web.parts import part


def _part(template: str) -> live.Render:
    def render(poll_id: int) -> str | None:
        poll = queries.poll_view(poll_id)
        return None if poll is None else render_template(template, poll=poll, is_live=True)

    return render


def init_app(_: Flask) -> None:
    live.topic("poll", _part("voting/_poll_card.html"))
    live.topic("turnout", _part("voting/_turnout.html"))
    part("motion", "proxy", proxy_part)
