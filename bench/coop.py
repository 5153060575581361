"""A co-op to measure on: its members signed in, and votes open to all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

import config
from app import clock, create_app
from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.templates import SIMPLE_MAJORITY
from app.db import db
from app.founding.actions import Founder, found_coop
from app.members.actions import give_mandate
from app.members.auth import SESSION_TOKEN, token_hash
from app.members.models import Member, Office, SignIn
from app.members.queries import whole_coop
from app.migrations import upgrade
from app.motions.models import EffectKind, Motion, Seconding
from app.record.models import Decision
from app.voting.actions.opening import open_poll
from app.voting.urn import scrutineers

ZONE = "Europe/Madrid"


@dataclass(frozen=True)
class Browser:
    """What a signed-in member's browser holds: the cookie, and the token of its forms."""

    cookie: str
    csrf: str


def found(url: str, data: Path, members: int) -> tuple[Flask, list[Browser]]:
    """The app on a new database, and a browser for each of its founders; the first one chairs."""
    settings: dict[str, Any] = config.from_environment() | {"DATA": data, "DATABASE_URL": url}
    app = create_app(settings)
    upgrade(app)
    with app.app_context():
        at = clock.now() - timedelta(days=30)
        names = [f"Member {number}" for number in range(1, members + 1)]
        found_coop(
            "Bench",
            currency="EUR",
            language="en",
            time_zone=ZONE,
            founders=[
                Founder(name, None, (Office.CHAIR, Office.TREASURER) if name == names[0] else ())
                for name in names
            ],
            bylaws=SIMPLE_MAJORITY,
            on=at.date(),
            at=at,
        )
        db.commit()
    return app, sign_in_all(app)


def sign_in_all(app: Flask) -> list[Browser]:
    with app.app_context():
        ids = db.session.scalars(select(Member.id).order_by(Member.number)).all()
        at = clock.now()
        tokens = {member_id: f"token of {member_id}" for member_id in ids}
        db.session.add_all(
            SignIn(
                token_hash=token_hash(token),
                member_id=member_id,
                at=at,
                expires_at=at + timedelta(days=1),
            )
            for member_id, token in tokens.items()
        )
        db.commit()
    return [_browser(app, token) for token in tokens.values()]


def _browser(app: Flask, token: str) -> Browser:
    with app.test_request_context():
        session[SESSION_TOKEN] = session["_user_id"] = token
        csrf = generate_csrf()
        response = app.make_response("")
        app.session_interface.save_session(app, session, response)
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    return Browser(cookie, csrf)


def open_secret_polls(app: Flask, number: int) -> Sequence[int]:
    """As `open_polls`, from here on by secret ballot; the first three founders hold the keys."""
    with app.app_context():
        at, on = clock.now(), clock.today(ZONE)
        decision = db.session.scalars(select(Decision).limit(1)).one()
        for member in db.session.scalars(select(Member).order_by(Member.number).limit(3)):
            give_mandate(
                member,
                Office.SCRUTINEER,
                unit_id=whole_coop().id,
                from_on=on,
                to_on=None,
                decision=decision,
                at=at,
            )
            scrutineers.make_key(by=member.id, passphrase=f"key of {member.name}", at=at)
        rule = DecisionRule(secret=True).to_json()
        db.session.add(
            Rule(
                matter=Matter.RESOLUTION,
                definition=rule,
                from_on=on,
                decision_id=decision.id,
                at=at,
            )
        )
        db.commit()
    return open_polls(app, number)


def open_polls(app: Flask, number: int) -> Sequence[int]:
    """So many motions, put to the vote; their polls."""
    with app.app_context():
        at, on = clock.now(), clock.today(ZONE)
        mover, seconder = db.session.scalars(select(Member.id).order_by(Member.id).limit(2))
        first = len(db.session.scalars(select(Motion.id)).all()) + 1
        polls = []
        for place in range(first, first + number):
            motion = Motion(
                number=place,
                unit_id=whole_coop().id,
                matter=Matter.RESOLUTION,
                title=f"Motion {place}",
                text="We bake our own **bread**, on Fridays, for everybody.",
                effect_kind=EffectKind.RESOLUTION,
                effect={},
                mover_id=mover,
                drafted_at=at,
                submitted_at=at,
            )
            db.session.add(motion)
            db.session.flush()
            db.session.add(Seconding(motion_id=motion.id, member_id=seconder, at=at))
            polls.append(open_poll(motion, by=mover, at=at, on=on).id)
        db.commit()
        db.session.close()
        db.engine(app).dispose()
    return polls
