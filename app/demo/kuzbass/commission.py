"""Who counts and who speaks for the brigades: scrutineers with their keys, offices by secret
ballot from then on, an elected commission, and an urn that waits for its second key."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.bylaws.models import Matter
from app.db import db
from app.demo.kuzbass.cast import BYLAWS, Colony
from app.demo.kuzbass.polls import votes
from app.demo.story import decide
from app.elections.actions import Call, accept_candidacy, call_election, close_nominations, nominate
from app.elections.models import Election
from app.elections.petitions.actions import sign_petition, start_petition
from app.enactment.actions import carry_on
from app.members.models import Mandate, Office
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import EffectKind, Method, Motion
from app.motions.queries import options_of
from app.motions.rules.effects import Effect
from app.voting.actions.casting import cast_ballot, cast_secret_ballot
from app.voting.actions.closing import close_due, open_urn
from app.voting.actions.opening import open_poll
from app.voting.models import Poll
from app.voting.urn.scrutineers import make_key

SCRUTINEERS = ("ethel", "samuel", "olena")
PASSPHRASE = "the river runs past the pit head"  # noqa: S105 (a demo's, told to everybody)
DELEGATES = ("pavel", "frank", "nikola", "anna", "john")
WEEK = timedelta(days=7)

# How many rank whom, in their order of preference; the delegates so far are elected again.
PREFERENCES: Sequence[tuple[int, tuple[str, ...]]] = (
    (8, ("frank", "nikola", "lee")),
    (6, ("anna", "hilda")),
    (6, ("pavel", "frank")),
    (5, ("john", "otto", "pavel")),
    (5, ("nikola", "lee")),
    (3, ("hilda", "anna", "john")),
    (2, ("otto", "john")),
    (2, ("lee", "nikola")),
)
SCRUTINEERS_RANKED: Sequence[tuple[int, tuple[str, ...]]] = (
    (12, ("ethel", "samuel")),
    (10, ("olena", "samuel")),
    (9, ("samuel", "ethel")),
    (3, ("matti", "olena")),
)


def tell_commission(colony: Colony, now: datetime) -> None:
    _elect_scrutineers(colony, now - timedelta(days=110))
    _offices_by_secret_ballot(colony, now - timedelta(days=85))
    _elect_delegates(colony, now - timedelta(days=60))
    _urn_with_one_key(colony, now - timedelta(days=8))
    _nominations(colony, now)
    _petition(colony, now - timedelta(days=3))


def _elect_scrutineers(colony: Colony, called: datetime) -> None:
    motion = _called(colony, Office.SCRUTINEER, "Three scrutineers", 3, called)
    for key in (*SCRUTINEERS, "matti"):
        _stand(colony, motion, key, "I can count, and I can keep a secret.", called)
    poll = _put(colony, motion, called + WEEK)
    papers = _papers(motion, colony, SCRUTINEERS_RANKED)
    for voter, paper in zip(colony.full_members(), papers, strict=False):
        cast_ballot(poll.id, by=colony.id(voter), paper=paper, at=called + WEEK)
    closed = called + 2 * WEEK
    carry_on(on=closed.date(), at=closed)
    for key in SCRUTINEERS:
        make_key(by=colony.id(key), passphrase=PASSPHRASE, at=closed + timedelta(days=1))


def _offices_by_secret_ballot(colony: Colony, moved: datetime) -> None:
    rule = replace(BYLAWS[Matter.OFFICE], secret=True)
    text = "Offices are filled and taken away by secret ballot. Two of three keys open the urn."
    decide(
        title="Offices by secret ballot",
        text=text,
        reason="Whoever votes for a foreman's rival should not have to look over a shoulder.",
        effect=Effect(
            EffectKind.AMEND_BYLAW,
            {"matter": Matter.OFFICE, "definition": rule.to_json(), "clause": "§ 9", "text": text},
        ),
        unit_id=colony.units["colony"].id,
        mover=colony.id("ethel"),
        seconder=colony.id("david"),
        votes=votes(colony, 29, 6, 1),
        submitted_at=moved,
        vote_days=14,
    )


def _elect_delegates(colony: Colony, called: datetime) -> None:
    motion = _called(colony, Office.DELEGATE, "Five delegates to the commission", 5, called)
    for key in DELEGATES:
        _stand(colony, motion, key, "I have spoken for you so far and would go on.", called)
    for key in ("lee", "hilda", "otto"):
        _stand(colony, motion, key, "The commission needs a new voice.", called)
    poll = _put(colony, motion, called + WEEK)
    papers = _papers(motion, colony, PREFERENCES)
    for voter, paper in zip(colony.full_members(), papers, strict=False):
        cast_secret_ballot(poll.id, by=colony.id(voter), paper=paper, at=called + WEEK)
    closed = called + 2 * WEEK
    close_due(at=closed, on=closed.date())
    for key in SCRUTINEERS[:2]:
        _give_key(colony, poll, key, closed + timedelta(hours=1))
    carry_on(on=closed.date(), at=closed + timedelta(hours=2))


def _urn_with_one_key(colony: Colony, moved: datetime) -> None:
    """Closed a day ago; the second scrutineer is whoever tries the demo."""
    effect = {
        "member_id": colony.id("george"),
        "office": Office.INSPECTOR,
        "unit_id": colony.units["colony"].id,
        "to_on": (moved + timedelta(days=730)).date().isoformat(),
        "limits": "",
    }
    title = "George Petrov joins the monitoring commission"
    motion = move_motion(
        by=colony.id("henri"),
        unit_id=colony.units["colony"].id,
        title=title,
        text=f"{title}.",
        reason="Lidia Fomina cannot look at twelve sites alone.",
        effect=Effect(EffectKind.APPOINT_OFFICE, effect),
        at=moved,
    )
    second_motion(motion, by=colony.id("peter"), at=moved)
    poll = _put(colony, motion, moved)
    choices = ["for"] * 26 + ["against"] * 7 + ["abstain"] * 2
    for voter, choice in zip(colony.full_members(), choices, strict=False):
        cast_secret_ballot(poll.id, by=colony.id(voter), paper=choice, at=moved)
    closed = moved + WEEK
    close_due(at=closed, on=closed.date())
    _give_key(colony, poll, SCRUTINEERS[1], closed + timedelta(hours=3))


def _nominations(colony: Colony, now: datetime) -> None:
    """Nominations run; Otto was asked and has not answered yet."""
    called = now - timedelta(days=2)
    motion = _called(colony, Office.SUBSTITUTE, "Two substitutes of the delegates", 2, called)
    _stand(colony, motion, "lee", "I was next in the count.", called + timedelta(hours=1))
    _stand(colony, motion, "hilda", "The farm has nobody there yet.", called + timedelta(hours=5))
    election = db.session.get_one(Election, motion.id)
    at = called + timedelta(hours=9)
    by, otto = colony.id("piet"), colony.id("otto")
    nominate(election, member_id=otto, by=by, on=at.date(), at=at)


def _petition(colony: Colony, started: datetime) -> None:
    """Half of the signatures that a recall needs."""
    on = started.date()
    mandate = db.session.scalars(
        select(Mandate)
        .where(Mandate.member_id == colony.id("frank"), Mandate.office == Office.DELEGATE)
        .order_by(Mandate.id.desc())
    ).first()
    assert mandate is not None  # noqa: S101
    petition = start_petition(
        mandate,
        by=colony.id("patrick"),
        title="Frank Novak is recalled as delegate",
        reason="He moved piece-work in our name and asked nobody in the brigade.",
        on=on,
        at=started,
    )
    for key in ("arvid", "fyodor", "darya"):
        sign_petition(petition, by=colony.id(key), on=on, at=started + timedelta(hours=2))


def _called(colony: Colony, office: Office, title: str, seats: int, at: datetime) -> Motion:
    """The secretary calls an election for two years, and the chair seconds it."""
    unit_id = colony.units["colony"].id
    motion = call_election(
        Call(office, unit_id, [24] * seats, 0, Method.STV, nominations_until=at + WEEK),
        by=colony.id("rosa"),
        unit_id=unit_id,
        title=title,
        text=f"{title} are elected, for two years.",
        reason="",
        commences_on=None,
        at=at,
    )
    second_motion(motion, by=colony.id("margit"), at=at)
    return motion


def _stand(colony: Colony, motion: Motion, key: str, statement: str, at: datetime) -> None:
    election, own = db.session.get_one(Election, motion.id), colony.id(key)
    candidacy = nominate(election, member_id=own, by=own, on=at.date(), at=at)
    accept_candidacy(candidacy, by=own, statement=statement, at=at)


def _put(colony: Colony, motion: Motion, at: datetime) -> Poll:
    """Opens the vote, for a week; in an election nominations are closed first."""
    chair, election = colony.id("margit"), db.session.get(Election, motion.id)
    if election is not None:
        close_nominations(election, by=chair, on=at.date(), at=at)
    return open_poll(motion, by=chair, at=at, on=at.date(), closes_at=at + WEEK)


def _papers(
    motion: Motion, colony: Colony, preferences: Sequence[tuple[int, tuple[str, ...]]]
) -> list[str]:
    """As many ballots as are said, by the numbers that the lot gave to those who stand."""
    numbers: Mapping[int | None, int] = {
        option.member_id: option.number for option in options_of(motion.id)
    }
    return [
        ">".join(str(numbers[colony.id(key)]) for key in ranked)
        for times, ranked in preferences
        for _ in range(times)
    ]


def _give_key(colony: Colony, poll: Poll, key: str, at: datetime) -> None:
    open_urn(poll.id, by=colony.id(key), passphrase=PASSPHRASE, at=at, on=at.date())
