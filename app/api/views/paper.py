"""Paper ballots of an open vote: who has one, and what two people find in the box."""

from collections import Counter
from datetime import datetime
from typing import Annotated

from flask import Response
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.polls import Obstacle, obstacle_told
from app.api.seats import Person
from app.api.values import LARGEST_ID, Answer, Body, Id
from app.api.views.ballots import Marks, paper_of
from app.api.views.blueprint import bp
from app.api.views.polls import view_or_404
from app.permissions import Permission, requires
from app.voting.paper import actions as paper
from app.voting.paper import counts as paper_counts
from app.voting.paper.page import page_of
from app.web.idempotency import commit


class PaperCount(Answer):
    """What one person found; `piles`: how many papers say what, as ballots are written."""

    by_id: int
    name: str
    complete: bool
    at: datetime
    piles: dict[str, int]


class Paper(Answer):
    """The paper ballots of a vote. `obstacle`: why it takes none. `own`: what you have entered;
    `counts`: the complete counts, once yours is one of them, so that nobody copies; `differing`:
    what they do not agree on. `agreed`: two came to the same, and the vote can be closed."""

    poll_id: int
    obstacle: Obstacle | None
    holders: list[Person]
    own: PaperCount | None
    counts: list[PaperCount]
    differing: list[str]
    agreed: bool


class NewPaper(Body):
    """Who gets a paper ballot."""

    member_id: Id


class Pile(Marks, kw_only=True):
    """Papers that are marked alike, in the form of a ballot."""

    number: Annotated[int, Meta(ge=1, le=LARGEST_ID)]


class NewPaperCount(Body):
    """All papers from the box; a later count takes the place of yours."""

    piles: Annotated[list[Pile], Meta(max_length=10_000)]


@bp.get("/polls/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
@operation(Paper)
def show_paper(poll_id: int) -> Response:
    """Who votes on paper, and what was found in the box."""
    return answer(_told(poll_id))


@bp.post("/polls/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
@operation(Paper, body=NewPaper, status=201)
def create_paper(poll_id: int) -> Response:
    """Hands a paper ballot out: it is marked on the roll, and the vote online is shut for them."""
    body: NewPaper = read_body(NewPaper)
    view_or_404(poll_id)
    paper.hand_out(poll_id, body.member_id, by=current_user.id, at=clock.now())
    return commit(answer(_told(poll_id), 201))


@bp.post("/polls/<int:poll_id>/paper/count")
@requires(Permission.PAPER_COUNT)
@operation(Paper, body=NewPaperCount, status=201)
def create_paper_count(poll_id: int) -> Response:
    """Enters what you found. Two people have to come to the same."""
    body: NewPaperCount = read_body(NewPaperCount)
    view_or_404(poll_id)
    counts: Counter[str] = Counter()
    for pile in body.piles:
        counts[paper_of(pile)] += pile.number
    paper_counts.enter_count(poll_id, counts, by=current_user.id, at=clock.now())
    return commit(answer(_told(poll_id), 201))


def _told(poll_id: int) -> Paper:
    page = page_of(view_or_404(poll_id), current_user.id)
    return Paper(
        poll_id=poll_id,
        obstacle=obstacle_told(page.refusal),
        holders=[Person(id=one.id, name=one.name) for one in page.holders],
        own=_count(page.own) if page.own else None,
        counts=[_count(one) for one in page.found],
        differing=page.differing,
        agreed=page.agreed,
    )


def _count(found: paper_counts.Found) -> PaperCount:
    return PaperCount(
        by_id=found.by_id,
        name=found.name,
        complete=found.complete,
        at=found.at,
        piles=dict(found.counts),
    )
