"""The question of a poll: frozen when it opens, and read again by whoever counts."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.money import decimal_text, parse_decimal
from app.motions.models import Method, Motion
from app.motions.queries import options_of
from app.motions.rules.questions import BallotTerms, Tied
from app.voting.models import Poll, PollOption
from app.voting.rules.course import NothingToChoose
from app.voting.rules.marks import Form
from app.voting.rules.ties import Lot
from app.voting.verdicts import Terms


def ask(poll: Poll, motion: Motion) -> list[tuple[str, int | None]]:
    """Puts the motion's question on a poll that is about to open; the titles of its options with
    their ids, for `keep_options`. Raises NothingToChoose."""
    poll.method, poll.seats, poll.ballot = motion.method, motion.seats, {}
    if not motion.method.has_options:
        return []
    terms = BallotTerms.from_json(motion.ballot)
    options: list[tuple[str, int | None]] = [
        (option.title, option.id) for option in options_of(motion.id)
    ]
    if not options:
        raise NothingToChoose
    if motion.method is Method.SCHULZE and terms.default:
        options.append((terms.default, None))
        poll.ballot = {"default": len(options), "ratio": decimal_text(terms.ratio)}
    limits = {Method.SCORE: terms.highest, Method.DOTS: terms.budget}
    poll.ballot |= {"options": len(options), "limit": limits.get(motion.method, 0)}
    if terms.tied is Tied.LOT:
        poll.seed = secrets.token_hex(16)
    return options


def keep_options(poll: Poll, options: Sequence[tuple[str, int | None]]) -> None:
    """Stores the ballot paper of a poll that has just opened."""
    rows = [
        {"poll_id": poll.id, "number": number, "title": title, "option_id": option_id}
        for number, (title, option_id) in enumerate(options, 1)
    ]
    if rows:
        db.session.execute(insert(PollOption), rows)


def frozen_question(poll: Poll) -> dict[str, Any]:
    """What the record says of the question; nothing of a plain motion, whose text it has."""
    if poll.method is Method.MOTION:
        return {}
    return {
        "method": str(poll.method),
        "seats": poll.seats,
        "ballot": poll.ballot,
        "options": list(titles_of(poll.id)),
        "seed": poll.seed,
    }


def form_of(method: Method, ballot: dict[str, Any]) -> Form:
    """The ballot paper, from what a poll keeps of it."""
    return Form(method, ballot.get("options", 0), ballot.get("limit", 0))


def titles_of(poll_id: int) -> tuple[str, ...]:
    """The options of a poll, in their order."""
    return tuple(
        db.session.scalars(
            select(PollOption.title)
            .where(PollOption.poll_id == poll_id)
            .order_by(PollOption.number)
        )
    )


def terms_of(poll: Poll) -> Terms:
    """What was fixed when the poll opened, for counting its ballots."""
    return Terms(
        form=form_of(poll.method, poll.ballot),
        rule=parse_rule(poll.rule),
        lot=Lot(poll.seed or poll.roll_hash, published=poll.seed is not None),
        names=titles_of(poll.id) if poll.method.has_options else (),
        seats=poll.seats,
        default=poll.ballot.get("default"),
        ratio=parse_decimal(poll.ballot.get("ratio", "1")),
    )
