"""Giving one's vote to another member for a whole assembly, and taking it back."""

from datetime import date, datetime

from sqlalchemy import select

from app import live
from app.assemblies.models import AgendaItem, Assembly
from app.assemblies.queries import is_over
from app.assemblies.rules import AssemblyOver
from app.bylaws.queries import rules_on
from app.bylaws.rules.decisions import parse_rule
from app.coop import day_of
from app.db import db
from app.motions.models import Motion
from app.record.actions import append
from app.voting.models import AssemblyProxy, Proxy
from app.voting.roll.proxies import standing_in, voters_of
from app.voting.rules import proxies as rules


def give_assembly_proxy(
    assembly: Assembly, *, by: int, holder_id: int, at: datetime
) -> AssemblyProxy:
    """Lets another member vote in one's place in every vote of an assembly that is opened from now
    on, until it is taken back. Raises the reasons of `rules.check_proxy`, AssemblyOver."""
    db.lock(assembly)
    _check_not_over(assembly)
    day = day_of(at)
    rules.check_proxy(
        standing_in(assembly.id),
        giver=by,
        holder=holder_id,
        most=most_proxies(day),
        voters={person.id for person in voters_of(assembly.unit_id, day)},
    )
    if _holds_on_agenda(assembly.id, by):
        raise rules.HoldsProxies
    proxy = AssemblyProxy(assembly_id=assembly.id, giver_id=by, holder_id=holder_id, at=at)
    db.session.add(proxy)
    db.session.flush()
    append("proxy-given", f"assembly {assembly.id}", by=by, at=at, data={"holder": holder_id})
    live.changed(f"assembly-{assembly.id}")
    return proxy


def revoke_assembly_proxy(assembly: Assembly, *, by: int, at: datetime) -> None:
    """Takes one's vote back for the votes still to be opened. Raises NoProxyStands,
    AssemblyOver."""
    db.lock(assembly)
    _check_not_over(assembly)
    proxy = db.session.scalar(
        select(AssemblyProxy).where(
            AssemblyProxy.assembly_id == assembly.id,
            AssemblyProxy.giver_id == by,
            AssemblyProxy.revoked_at.is_(None),
        )
    )
    if proxy is None:
        raise rules.NoProxyStands
    proxy.revoked_at = at
    append("proxy-revoked", f"assembly {assembly.id}", by=by, at=at)
    live.changed(f"assembly-{assembly.id}")


def most_proxies(day: date) -> int:
    """How many votes of others one member may hold by the most generous of the bylaws; each
    vote has the limit of its own matter."""
    return max((parse_rule(rule.definition).proxies for rule in rules_on(day)), default=0)


def _check_not_over(assembly: Assembly) -> None:
    if is_over(assembly):
        raise AssemblyOver


def _holds_on_agenda(assembly_id: int, member_id: int) -> bool:
    """Whether others gave them their votes on single motions that the assembly is to decide."""
    held = (
        select(Proxy.id)
        .join(Motion, Motion.id == Proxy.motion_id)
        .join(AgendaItem, AgendaItem.motion_id == Motion.id)
        .where(
            AgendaItem.assembly_id == assembly_id,
            Motion.decided_at.is_(None),
            Proxy.holder_id == member_id,
            Proxy.revoked_at.is_(None),
        )
    )
    return db.session.scalar(held.limit(1)) is not None
