"""Proposing how a surplus is shared out, and sharing it out when that is carried."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.db import db
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.record.actions import append
from app.record.models import Decision
from app.surplus import queries
from app.surplus.models import SurplusDistribution, SurplusShare
from app.surplus.rules.distribution import (
    BooksChanged,
    Distribution,
    Plan,
    SharedAlready,
    distribute,
    parse_plan,
)
from app.treasury.actions import account_for, post_entry
from app.treasury.models import JournalEntry
from app.treasury.rules import Line


def propose_distribution(
    plan: Plan, *, from_on: date, to_on: date, title: str, text: str, by: int, at: datetime
) -> Motion:
    """Puts a plan before the assembly, with the sum that stands in the books now. Raises as
    `rules.distribute`, and SharedAlready."""
    data = {
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "surplus": sum_to_share(plan, from_on=from_on, to_on=to_on),
        "plan": plan.to_json(),
    }
    return move_motion(
        by=by,
        unit_id=whole_coop().id,
        title=title,
        text=text,
        effect=Effect(EffectKind.DISTRIBUTE_SURPLUS, data),
        at=at,
    )


def sum_to_share(plan: Plan, *, from_on: date, to_on: date) -> int:
    """What a plan would share out on the books as they are, minor units. Raises as
    `rules.distribute`, and SharedAlready."""
    _check_not_shared(to_on)
    return queries.preview(plan, from_on, to_on).surplus


def distribute_surplus(
    effect: dict[str, Any], *, decision: Decision, at: datetime
) -> SurplusDistribution:
    """Closes income and expenses to reserve, education fund and members' capital, in one journal
    entry that rests on the decision. Raises BooksChanged, SharedAlready, and as
    `rules.distribute`."""
    from_on, to_on = (date.fromisoformat(effect[name]) for name in ("from_on", "to_on"))
    plan = parse_plan(effect["plan"])
    _check_not_shared(to_on)
    people = queries.people_of(from_on, to_on)
    shared = distribute(queries.surplus_by(to_on), plan, people, queries.turn_of(to_on))
    if shared.surplus != effect["surplus"]:
        raise BooksChanged
    entry = _book(shared, to_on, decision, at)
    done = SurplusDistribution(
        from_on=from_on,
        to_on=to_on,
        plan=plan.to_json(),
        surplus=shared.surplus,
        reserve=shared.reserve,
        education=shared.education,
        journal_entry_id=entry.id,
        decision_id=decision.id,
        at=at,
    )
    db.session.add(done)
    db.session.flush()
    db.session.add_all(
        SurplusShare(
            distribution_id=done.id,
            member_id=one.member_id,
            minutes=one.minutes,
            pay=one.pay,
            capital=one.capital,
            amount=shared.members.get(one.member_id, 0),
        )
        for one in people
    )
    data = {
        "surplus": shared.surplus,
        "reserve": shared.reserve,
        "education": shared.education,
        "members": shared.to_members,
    }
    append("surplus-shared", f"distribution {done.id}", by=None, at=at, data=data)
    return done


def _book(shared: Distribution, to_on: date, decision: Decision, at: datetime) -> JournalEntry:
    """One journal entry, by the member who moved it."""
    lines = [Line(code, -amount) for code, amount in queries.result_balances(to_on).items()]
    funds = ((queries.RESERVE, shared.reserve), (queries.EDUCATION, shared.education))
    lines += [Line(code, -amount) for code, amount in funds if amount]
    lines += _capital_lines(shared.members)
    mover = db.session.scalars(select(Motion.mover_id).where(Motion.id == decision.motion_id)).one()
    return post_entry(
        lines,
        text=decision.title,
        on=decision.in_force_on,
        by=mover,
        at=at,
        decision_id=decision.id,
    )


def _capital_lines(members: Any) -> list[Line]:
    """A posting on the capital account of each, which is opened with their first part."""
    rows = db.session.execute(
        select(Member.id, Member.number, Member.name)
        .where(Member.id.in_(members))
        .order_by(Member.number)
    ).all()
    for member_id, number, name in rows:
        account_for(queries.capital_code(number), name, member_id=member_id)
    return [
        Line(queries.capital_code(number), -members[member_id]) for member_id, number, _ in rows
    ]


def _check_not_shared(to_on: date) -> None:
    latest = queries.shared_to()
    if latest is not None and latest >= to_on:
        raise SharedAlready
