"""Reading what a scheme in the making is tried on: the last month worked, and its usual item."""

from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select

from app.db import db
from app.production.models import Entry, Item, Labour
from app.production.queries import confirmed
from app.wages.queries import confirmed_days
from app.wages.rules.curve import Bench
from app.wages.rules.output import HOUR
from app.wages.rules.scale import PRESETS_SCALE, Scale, rounded
from app.wages.rules.spans import EVER, Span, month_of
from app.wages.work import members_over, prices


def month_worked(today: date) -> Span | None:
    """The month before this one if work of it is confirmed, otherwise the last that has any."""
    before = month_of(month_of(today).first - timedelta(days=1))
    if confirmed_days(before):
        return before
    logged = confirmed_days(EVER)
    return None if logged is None else month_of(logged.last)


def scale_of(month: Span | None) -> Scale:
    """What an hour earns at the norm on the usual item, and what all hours of the month would."""
    if month is None:
        return PRESETS_SCALE
    bench, _ = usual_bench(month)
    minutes = db.session.scalar(
        select(func.sum(Labour.minutes))
        .join(Entry, Entry.id == Labour.entry_id)
        .where(confirmed(), Entry.worked_on.between(month.first, month.last))
    )
    hour = bench.rate * HOUR / bench.norm
    return Scale(rounded(hour), rounded(hour * Fraction(minutes or 0) / HOUR))


def usual_bench(month: Span) -> tuple[Bench, Item | None]:
    """A member's month on the item entered most often, at its norm and piece rate; without such
    an item, at half an hour and 5 a piece."""
    members = max(len(members_over(month).members), 1)
    known = prices()
    rows = db.session.scalars(
        select(Item)
        .join(Entry, Entry.item_id == Item.id)
        .where(confirmed(), Entry.worked_on.between(month.first, month.last))
        .group_by(Item.id)
        .order_by(func.count(Entry.id).desc(), Item.id)
    )
    for item in rows:
        rate, norm = known.rate(item.code, month.last), known.norm(item.code, month.last)
        if rate and norm and norm.value > Fraction(0):
            return Bench(members, norm=norm.value, rate=rate.value), item
    return Bench(members), None
