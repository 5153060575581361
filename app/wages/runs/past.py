"""Past periods that come to something else now: a piece confirmed late, an entry reversed after
the log was closed, a rate that reaches back. A later run books the difference; the run itself
stays as it was paid."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.db import db
from app.members.models import Dependants, Membership
from app.production.models import Confirmation, Dispute, Entry, Item, Norm, PieceRate, Reversal
from app.wages import queries
from app.wages.kinds import AdjustmentKind, LineKind
from app.wages.laws import laws_over, with_cut_week
from app.wages.models import Adjustment, Adoption, Grading, LegalProfile, PayLine, PayRun, Payslip
from app.wages.rules.run import Past
from app.wages.rules.spans import Span

_MARGIN = timedelta(hours=1)
"""Acts that began before a run was prepared and ended after it. To look at a period without need
costs time, and gives no difference."""


def changed_before(span: Span) -> tuple[Past, ...]:
    """The paid periods before a span about which something became known since the last run."""
    since = _last_prepared()
    if since is None:
        return ()
    paid = select(PayRun).where(
        PayRun.approved_at.is_not(None),
        PayRun.corrects_id.is_(None),
        PayRun.to_on < span.first,
    )
    changed = db.session.scalars(paid.where(_changed(since - _MARGIN))).all()
    found = {*changed, *(after for run in changed for after in _ends_a_week_of(run, paid))}
    return tuple(past(run) for run in sorted(found, key=lambda run: run.from_on))


def _ends_a_week_of(run: PayRun, paid: Select[PayRun]) -> list[PayRun]:
    """The paid runs that bear what a law adds to the week in which the days of this one end."""
    soon = PayRun.from_on.between(run.to_on + timedelta(days=1), run.to_on + timedelta(days=6))
    spans = ((one, Span(one.from_on, one.to_on)) for one in db.session.scalars(paid.where(soon)))
    return [one for one, days in spans if with_cut_week(days, laws_over(days)).first <= run.to_on]


def past(run: PayRun) -> Past:
    """An approved run's period as it stands now, with what was paid for it so far."""
    period = queries.inputs_of(Span(run.from_on, run.to_on))
    made = {line.item for line in period.lines}
    decision = _latest_decision(run, made) or period.schemes[-1].decision
    return Past(run.id, period, paid_for(run), decision)


def paid_for(run: PayRun) -> Mapping[int, int]:
    """What approved runs paid for the period of a run, by member, in minor units."""
    own = and_(Payslip.run_id == run.id, PayLine.kind.in_([LineKind.PAY, LineKind.LAW]))
    rows = db.session.execute(
        select(Payslip.member_id, func.sum(PayLine.amount))
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(PayRun.approved_at.is_not(None), or_(own, PayLine.corrects_id == run.id))
        .group_by(Payslip.member_id)
        .order_by(Payslip.member_id)
    )
    return {member_id: int(amount) for member_id, amount in rows}


def corrections_of(run: PayRun) -> Sequence[PayRun]:
    """The runs that stand and book a difference for the period of a run."""
    with_lines = (
        select(Payslip.run_id)
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(PayLine.corrects_id == run.id)
    )
    return db.session.scalars(
        select(PayRun)
        .where(PayRun.id.in_(with_lines), PayRun.set_aside_at.is_(None))
        .order_by(PayRun.id)
    ).all()


def _last_prepared() -> datetime | None:
    return db.session.scalar(
        select(func.max(PayRun.prepared_at)).where(
            PayRun.approved_at.is_not(None), PayRun.corrects_id.is_(None)
        )
    )


def _changed(since: datetime) -> ColumnElement[bool]:
    """SQL: something about the days of the run became known since."""
    worked = Entry.worked_on.between(PayRun.from_on, PayRun.to_on)
    on_entries = [
        select(fact.entry_id)
        .join(Entry, Entry.id == fact.entry_id)
        .where(worked, fact.at >= since)
        .exists()
        for fact in (Confirmation, Dispute, Reversal)
    ]
    on_values = [
        select(fact.id).where(fact.from_on <= PayRun.to_on, fact.at >= since).exists()
        for fact in (*_DECIDED, Membership)
    ]
    law = select(LegalProfile.id).where(
        LegalProfile.from_on <= PayRun.to_on, LegalProfile.checked_at >= since
    )
    dependants = select(Dependants.id).where(
        Dependants.from_on <= PayRun.to_on,
        Dependants.confirmed.is_(True),
        Dependants.settled_at >= since,
    )
    absences = select(Adjustment.id).where(
        Adjustment.kind == AdjustmentKind.ABSENCE,
        Adjustment.amount == 0,
        Adjustment.from_on <= PayRun.to_on,
        or_(Adjustment.at >= since, Adjustment.withdrawn_at >= since),
    )
    facts = (law, dependants, absences)
    return or_(*on_entries, *on_values, *(fact.exists() for fact in facts))


_DECIDED = (PieceRate, Norm, Adoption, Grading)


def _latest_decision(run: PayRun, made: Set[str]) -> int | None:
    """The last decision on the items of a period, or on a grade, that reached back into it after
    it was computed."""
    found: list[tuple[datetime, int]] = []
    for fact in (PieceRate, Norm, Grading):
        query = select(fact.at, fact.decision_id).where(
            fact.from_on <= run.to_on, fact.at >= run.prepared_at
        )
        if fact is not Grading:
            query = query.join(Item).where(Item.code.in_(made))
        found += [(at, decision_id) for at, decision_id in db.session.execute(query)]
    return max(found)[1] if found else None
