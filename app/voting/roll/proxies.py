"""Giving one's vote to another member, and taking it back."""

from datetime import date, datetime

from sqlalchemy import select

from app import live
from app.assemblies.queries import appearances, is_over
from app.coop import day_of
from app.db import db
from app.members.models import Member, Standing
from app.members.queries import Person, people_on
from app.motions.actions.changing import check_changeable
from app.motions.models import Motion
from app.motions.queries import rule_of
from app.record.actions import append
from app.voting.models import AssemblyProxy, Proxy
from app.voting.rules import proxies as rules


def give_proxy(motion: Motion, *, by: int, holder_id: int, at: datetime) -> Proxy:
    """Lets another member vote on a motion in one's place, until it is taken back. Raises the
    reasons of `rules.check_proxy`, NotSubmitted, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_changeable(motion, at)
    day = day_of(at)
    rules.check_proxy(
        _standing_for(motion.id),
        giver=by,
        holder=holder_id,
        most=rule_of(motion, day).proxies,
        voters={person.id for person in voters_of(motion.unit_id, day)},
    )
    proxy = Proxy(motion_id=motion.id, giver_id=by, holder_id=holder_id, at=at)
    db.session.add(proxy)
    db.session.flush()
    append("proxy-given", f"motion {motion.id}", by=by, at=at, data={"holder": holder_id})
    live.changed(motion.topic)
    return proxy


def revoke_proxy(motion: Motion, *, by: int, at: datetime) -> None:
    """Takes one's vote back. Raises NoProxyStands, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_changeable(motion, at)
    proxy = db.session.scalar(
        select(Proxy).where(
            Proxy.motion_id == motion.id, Proxy.giver_id == by, Proxy.revoked_at.is_(None)
        )
    )
    if proxy is None:
        raise rules.NoProxyStands
    proxy.revoked_at = at
    append("proxy-revoked", f"motion {motion.id}", by=by, at=at)
    live.changed(motion.topic)


def standing_on(motion_id: int) -> rules.Standing:
    """The proxies that stand on a motion."""
    rows = db.session.execute(
        select(Proxy.giver_id, Proxy.holder_id)
        .where(Proxy.motion_id == motion_id, Proxy.revoked_at.is_(None))
        .order_by(Proxy.id)
    )
    return rules.Standing(dict(rows.all()))


def standing_in(assembly_id: int) -> rules.Standing:
    """The proxies that stand for a whole assembly."""
    rows = db.session.execute(
        select(AssemblyProxy.giver_id, AssemblyProxy.holder_id)
        .where(AssemblyProxy.assembly_id == assembly_id, AssemblyProxy.revoked_at.is_(None))
        .order_by(AssemblyProxy.id)
    )
    return rules.Standing(dict(rows.all()))


def proxies_of(motion_id: int, assembly_id: int | None) -> rules.Standing:
    """The proxies for a vote on a motion, in an assembly or outside one."""
    own = standing_on(motion_id)
    return own if assembly_id is None else rules.with_own(standing_in(assembly_id), own)


def _standing_for(motion_id: int) -> rules.Standing:
    """With those that stand for the assemblies that are to decide on it."""
    standing = standing_on(motion_id)
    for assembly in appearances(motion_id):
        if not is_over(assembly):
            standing = rules.with_own(standing_in(assembly.id), standing)
    return standing


def voters_of(unit_id: int, day: date) -> list[Person]:
    """Who may give and hold a vote where a unit decides: its full members."""
    return list(people_on(day, Standing.FULL, unit_id=unit_id))


def names_of(ids: list[int]) -> list[str]:
    """The names of members, by register number."""
    found = select(Member.name).where(Member.id.in_(ids)).order_by(Member.number)
    return list(db.session.scalars(found))
