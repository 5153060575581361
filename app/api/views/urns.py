"""Scrutineers and their keys, and the urn of a secret vote. A key is made and given on the pages:
a passphrase is typed on its owner's own device and goes through no other program."""

from datetime import datetime

from flask import Response, abort
from flask_login import current_user

from app.api.messages import answer
from app.api.operations import operation
from app.api.values import Answer
from app.api.views.blueprint import bp
from app.api.views.polls import view_or_404
from app.coop import today
from app.permissions import Permission, requires
from app.voting.urn import actions as urns
from app.voting.urn import scrutineers


class Scrutineer(Answer):
    """Who holds the office today; `public_key`: in hexadecimal, what urns are sealed to; null
    while they have made none, on the page “My key to the urn”."""

    member_id: int
    name: str
    public_key: str | None
    made_at: datetime | None


class KeyHolder(Answer):
    """Who holds a key to this urn, and when they gave it."""

    name: str
    given_at: datetime | None


class Urn(Answer):
    """The urn of a secret vote; `needed`: so many of its scrutineers open it together, on its
    page. The rest is published when it is shut: `head` seals it, `envelopes` are in hexadecimal,
    `trackers` are their words; `ballots`, shuffled, when it is open. `docs/recount.py` reads the
    file at `/polls/ID/urn.json` of the pages."""

    poll_id: int
    needed: int
    scrutineers: list[KeyHolder]
    signatures: int
    head: str | None
    envelopes: list[str]
    trackers: list[str]
    ballots: list[str]


@bp.get("/scrutineers")
@requires(Permission.BOOK_READ)
@operation(list[Scrutineer])
def list_scrutineers() -> Response:
    """The scrutineers in office, with their public keys."""
    on = today()
    return answer([_scrutineer(one) for one in scrutineers.in_office(on)])


@bp.get("/polls/<int:poll_id>/urn")
@requires(Permission.BOOK_READ)
@operation(Urn)
def show_urn(poll_id: int) -> Response:
    """The urn of a secret vote. It is opened on its page, not over this interface."""
    poll = view_or_404(poll_id)
    if not poll.secret:
        abort(404)
    urn = urns.urn_view(poll_id, current_user.id)
    is_shut = poll.closed_at is not None
    return answer(
        Urn(
            poll_id=poll_id,
            needed=urn.needed,
            scrutineers=[KeyHolder(name=name, given_at=at) for name, at in urn.scrutineers],
            signatures=poll.signed,
            head=urn.head,
            envelopes=sorted(one.hex() for one in urns.envelopes_of(poll_id)) if is_shut else [],
            trackers=urns.trackers_of(poll_id) if is_shut else [],
            ballots=list(urns.opened_papers(poll_id)),
        )
    )


def _scrutineer(one: scrutineers.Scrutineer) -> Scrutineer:
    return Scrutineer(
        member_id=one.member_id,
        name=one.name,
        public_key=one.public.hex() if one.public else None,
        made_at=one.made_at,
    )
