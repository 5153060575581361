"""Votes: the list, one of them, putting a motion, closing, a tie, declaring one void."""

from typing import Annotated, TypeVar

from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.operations import operation
from app.api.polls import Poll, PollLine, line_told, poll_told
from app.api.values import Body, Id, Line, Moment, Page
from app.api.views.blueprint import bp
from app.assemblies.models import AgendaItem
from app.coop import today
from app.db import Model, db
from app.enactment.actions import enact_due
from app.errors import InvalidInput
from app.motions.models import Amendment
from app.motions.queries import public_motion
from app.permissions import Permission, requires
from app.sentences import say
from app.voting import queries
from app.voting.actions.closing import cast_casting_vote, close_poll
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.queries import PollView
from app.web.idempotency import commit

Named = TypeVar("Named", bound=Model)


class NewPoll(Body):
    """What is put: a motion, or one of its amendments; in an assembly from its open
    `agenda_item_id`. `closes_at`: for the time that the bylaws give, leave it out; in an assembly
    the chair closes the vote. `numbers_told`: also in a secret vote of five members or fewer,
    of which otherwise only the verdict is told. `outside`: it is held in Belenios."""

    motion_id: Id
    amendment_id: Id | None = None
    agenda_item_id: Id | None = None
    closes_at: Moment | None = None
    numbers_told: bool = False
    outside: bool = False


class NewVoiding(Body):
    """Why the vote is void: everybody reads it."""

    reason: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class NewCastingVote(Body):
    """for, against, or the number of one of the tied options."""

    choice: Line


@bp.get("/polls")
@requires(Permission.BOOK_READ)
@operation(list[PollLine], query=Page)
def list_polls() -> Response:
    """Open votes, the soonest to close first, then the closed ones, the latest first."""
    query = read_query(Page)
    still_open = queries.open_polls(current_user.id)
    shown = list(part(still_open, query))
    past = queries.past_polls(
        current_user.id,
        limit=query.limit - len(shown),
        offset=max(0, query.offset - len(still_open)),
    )
    total = len(still_open) + queries.count_past_polls()
    return answer_page([line_told(poll) for poll in [*shown, *past]], query, total)


@bp.get("/polls/<int:poll_id>")
@requires(Permission.BOOK_READ)
@operation(Poll)
def show_poll(poll_id: int) -> Response:
    """One vote, with its result once it is closed."""
    return answer(_told(poll_id))


@bp.post("/polls")
@requires(Permission.POLL_OPEN)
@operation(Poll, body=NewPoll, status=201)
def create_poll() -> Response:
    """Puts a motion or an amendment to the vote: the roll and the rule are fixed."""
    body: NewPoll = read_body(NewPoll)
    motion = public_motion(body.motion_id)
    amendment = _named(Amendment, body.amendment_id, "amendment_id")
    if motion is None:
        raise InvalidInput(say("There is no such thing."), "motion_id")
    if amendment is not None and amendment.motion_id != motion.id:
        raise InvalidInput(say("There is no such thing."), "amendment_id")
    poll = open_poll(
        motion,
        by=current_user.id,
        at=clock.now(),
        on=today(),
        agenda_item=_named(AgendaItem, body.agenda_item_id, "agenda_item_id"),
        closes_at=body.closes_at,
        amendment=amendment,
        numbers_told=body.numbers_told,
        outside=body.outside,
    )
    return commit(answer(_told(poll.id), 201))


@bp.post("/polls/<int:poll_id>/closure")
@requires(Permission.POLL_CLOSE)
@operation(Poll, status=201)
def create_closure(poll_id: int) -> Response:
    """Closes and counts. What is carried and due takes effect at once; a secret vote waits for its
    scrutineers. Send no body."""
    view_or_404(poll_id)
    at, on = clock.now(), today()
    close_poll(poll_id, by=current_user.id, at=at, on=on)
    enact_due(on=on, at=at)
    return commit(answer(_told(poll_id), 201))


@bp.post("/polls/<int:poll_id>/casting-vote")
@requires(Permission.POLL_CLOSE)
@operation(Poll, body=NewCastingVote, status=201)
def create_casting_vote(poll_id: int) -> Response:
    """The chair decides a tie, where the bylaws give the chair that vote."""
    body: NewCastingVote = read_body(NewCastingVote)
    view_or_404(poll_id)
    at, on = clock.now(), today()
    cast_casting_vote(poll_id, by=current_user.id, casting=body.choice, at=at, on=on)
    enact_due(on=on, at=at)
    return commit(answer(_told(poll_id), 201))


@bp.post("/polls/<int:poll_id>/voiding")
@requires(Permission.POLL_VOID)
@operation(Poll, body=NewVoiding, status=201)
def create_voiding(poll_id: int) -> Response:
    """Declares a vote void before it is decided. Roll and ballots are kept, and the motion can be
    put again."""
    body: NewVoiding = read_body(NewVoiding)
    view_or_404(poll_id)
    void_poll(poll_id, by=current_user.id, reason=body.reason, at=clock.now())
    return commit(answer(_told(poll_id), 201))


def view_or_404(poll_id: int) -> PollView:
    return queries.poll_view(poll_id, current_user.id) or abort(404)


def _told(poll_id: int) -> Poll:
    db.session.flush()  # prepared reads go past what the session has not written yet
    return poll_told(view_or_404(poll_id), clock.now())


def _named(model: type[Named], asked: int | None, where: str) -> Named | None:
    """What a body names; None where it names nothing. Raises InvalidInput."""
    if asked is None:
        return None
    found = db.session.get(model, asked)
    if found is None:
        raise InvalidInput(say("There is no such thing."), where)
    return found
