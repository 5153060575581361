"""The colony's story in its order: its years, and today."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from app.assemblies.actions import (
    NewItem,
    close_item,
    convene_assembly,
    join_assembly,
    open_assembly,
    open_item,
)
from app.assemblies.models import AgendaItem, Assembly
from app.db import db
from app.demo.kuzbass.cast import Colony, found_colony
from app.demo.kuzbass.coal_year import book_coal
from app.demo.kuzbass.commission import tell_commission
from app.demo.kuzbass.history import BREAD, EQUAL, tell_years
from app.demo.kuzbass.log import log
from app.demo.kuzbass.money import keep_house
from app.demo.kuzbass.output import coal_rows, other_rows, working_days
from app.demo.story import Votes, vote
from app.motions.actions.amending import accept_amendment, propose_amendment
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.production.actions.settling import dispute_entry
from app.production.models import Entry
from app.treasury.payments import mark_paid
from app.voting.actions.opening import open_poll
from app.wages.actions import keep_scheme
from app.wages.adjustments.actions import issue_goods
from app.wages.comparison.actions import compare_and_save
from app.wages.models import Scheme
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import month_of
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.runs.payments import pay_out

PIECE: dict[str, Any] = {"sum": [{"crew": {}}, {"piece": {}}]}
GUARANTEED = {"greatest": [PIECE, {"hourly": {"rate": "0.22"}}]}
HALF = {"blend": {"lambda": "0.5", "terms": [EQUAL, GUARANTEED]}}

GUARANTEE = (
    "Brigades and shops are paid by what they make, at the rates in force; a brigade "
    "shares its earnings by hours. Nobody gets less than 0.22 roubles for an hour worked."
)
LIVE_MONTHS = 3
LIVE_TONNES = 12_400
PENDING = ("margit", "willem", "rosa", "pavel", "frank", "anna")
"""Those whose ballots in the open vote are left to whoever tries the demo."""


def tell(now: datetime, today: date, announce: Callable[[str], object] = str) -> Colony:
    """Founds the colony and tells its story up to this moment; `announce` hears each chapter
    before it is told. The caller commits."""
    announce("1922: the colony is founded")
    colony = found_colony()
    announce("1922 to 1924: equal pay, coal, a surplus, a recall, three mines join")
    tell_years(colony)
    announce("today: three months of shifts")
    _live_log(colony, now, today)
    announce("today: pay runs")
    _pay(colony, now, today)
    announce("today: an elected commission, secret ballots, an assembly that is open now")
    tell_commission(colony, now)
    _assembly(colony, _piece_work(colony, now, today), now)
    _waiting_motions(colony, now)
    keep_house(colony, now, today)
    return colony


def _live_log(colony: Colony, now: datetime, today: date) -> None:
    """The months up to yesterday; the last working day waits for its second signature."""
    first = _months_back(today, LIVE_MONTHS)
    yesterday = today - timedelta(days=1)
    days = working_days(first, yesterday)
    signed = [day for day in days if day != days[-1]]
    people = colony.data["person"]
    for start in sorted({month_of(day).first for day in signed}):
        month = [day for day in signed if month_of(day).first == start]
        whole = working_days(start, month_of(start).last)
        tonnes = LIVE_TONNES * len(month) // len(whole)
        log(colony, [*coal_rows(tonnes, month, people), *other_rows(month, people)], now)
    last = [days[-1]]
    log(colony, [*coal_rows(480, last, people), *other_rows(last, people)], now, confirmed=False)
    _dispute_one(colony, days[-1], now)


def _dispute_one(colony: Colony, day: date, now: datetime) -> None:
    entry = (
        db.session.query(Entry)
        .filter(Entry.worked_on == day, Entry.crew == "brigade-2")
        .order_by(Entry.id)
        .first()
    )
    if entry is not None:
        reason = "The weighbridge shows twelve tonnes less than the sheet."
        dispute_entry(entry.id, by=colony.id("pavel"), reason=reason, at=now)


def _pay(colony: Colony, now: datetime, today: date) -> None:
    """A month is paid out, another only signed; the last full month waits for the treasurer."""
    for back in range(LIVE_MONTHS, 1, -1):
        month = month_of(_months_back(today, back))
        book_coal(colony, LIVE_TONNES, month.last)
        _take_bread(colony, month.first, now)
        run = prepare_run(month, by=colony.id("willem"), on=today, at=now)
        approve_run(run.id, by=colony.id("margit"), on=today, at=now)
        if back == LIVE_MONTHS:
            text = f"Pay {month.first} to {month.last}"
            order = pay_out(run.id, text=text, execute_on=today, by=colony.id("willem"), at=now)
            mark_paid(order.id, on=today, by=colony.id("willem"), at=now)


def _take_bread(colony: Colony, day: date, now: datetime) -> None:
    """Twelve kilograms each, against pay."""
    for key in ("anna", "frank", "hilda"):
        issue_goods(colony.id(key), BREAD, Fraction(12), on=day, by=colony.id("willem"), at=now)


def _piece_work(colony: Colony, now: datetime, today: date) -> Motion:
    """The motion as it was fought over: piece-work first, a guarantee by amendment."""
    moved = now - timedelta(days=16)
    equal = db.session.query(Scheme).order_by(Scheme.id).first()
    piece = keep_scheme("Piece-work", parse_terms(PIECE), by=colony.id("frank"), at=moved)
    sure = keep_scheme(
        "Piece-work with a guarantee", parse_terms(GUARANTEED), by=colony.id("anna"), at=moved
    )
    half = keep_scheme(
        "Half equal, half piece-work", parse_terms(HALF), by=colony.id("willem"), at=moved
    )
    comparison = compare_and_save(
        [one for one in (equal, piece, sure, half) if one is not None],
        from_on=_months_back(today, LIVE_MONTHS),
        to_on=month_of(_months_back(today, 1)).last,
        by=colony.id("willem"),
        at=moved,
        reads_heads=True,
    )
    motion = move_motion(
        by=colony.id("frank"),
        unit_id=colony.units["colony"].id,
        title="Piece-work in the mine and the shops",
        text="Brigades and shops are paid by what they make, at the rates in force; a brigade "
        "shares its earnings by hours.",
        reason="Twelve thousand tonnes did not come from good will alone. Who hews more should "
        "see it in his pay.",
        effect=_adopts(piece),
        comparison_id=comparison.id,
        at=moved,
    )
    second_motion(motion, by=colony.id("nikola"), at=moved + timedelta(hours=2))
    _amend(colony, motion, sure, moved + timedelta(days=3))
    return motion


def _amend(colony: Colony, motion: Motion, sure: Scheme, moment: datetime) -> None:
    milder = propose_amendment(
        motion,
        by=colony.id("anna"),
        changes=[Change(Kind.REPLACE, 1, GUARANTEE)],
        effect=_adopts(sure),
        reason="The laboratory, the farm and the office hew no coal. A bad seam is nobody's fault.",
        at=moment,
    )
    accept_amendment(milder, by=colony.id("frank"), at=moment + timedelta(days=1))


def _adopts(scheme: Scheme) -> Effect:
    return Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": scheme.id, "hash": scheme.hash})


def _assembly(colony: Colony, motion: Motion, now: datetime) -> None:
    """The assembly that is open now: the piece-work motion is put, most ballots are in."""
    assembly = convene_assembly(
        by=colony.id("margit"),
        unit_id=colony.units["colony"].id,
        title="General assembly of the colony",
        place="People's house, Kemerovo, and on your phone",
        starts_at=now - timedelta(hours=1),
        items=[
            NewItem("Report of the management", "Output, stores, and what the winter needs."),
            NewItem(motion_id=motion.id),
            NewItem("Any other business"),
        ],
        at=now - timedelta(days=9),
    )
    chair = colony.id("margit")
    open_assembly(assembly, by=chair, at=now - timedelta(minutes=58))
    _come_in(colony, assembly, now)
    first, second, _ = (
        db.session.query(AgendaItem)
        .filter_by(assembly_id=assembly.id)
        .order_by(AgendaItem.position)
    )
    open_item(first, by=chair, at=now - timedelta(minutes=50))
    close_item(first, by=chair, at=now - timedelta(minutes=35))
    open_item(second, by=chair, at=now - timedelta(minutes=34))
    poll = open_poll(
        motion, by=chair, at=now - timedelta(minutes=12), on=now.date(), agenda_item=second
    )
    voters = [key for key in _present(colony) if key not in PENDING]
    vote(
        poll,
        Votes(colony.ids(*voters[:16]), colony.ids(*voters[16:24]), colony.ids(*voters[24:25])),
        at=now - timedelta(minutes=11),
    )


def _present(colony: Colony) -> list[str]:
    """Who came: all but a few who are on shift."""
    on_shift = {"timofei", "hassan", "darya", "grigori"}
    return [key for key in colony.full_members() if key not in on_shift]


def _come_in(colony: Colony, assembly: Assembly, now: datetime) -> None:
    for minute, key in enumerate(_present(colony)):
        moment = now - timedelta(minutes=57) + timedelta(seconds=30 * minute)
        join_assembly(assembly, by=colony.id(key), at=moment)


def _waiting_motions(colony: Colony, now: datetime) -> None:
    """What waits for others: an admission without a seconder, a rate proposed for coke."""
    move_motion(
        by=colony.id("anna"),
        unit_id=colony.units["colony"].id,
        title="Vera Ilyina becomes a full member",
        text="Vera Ilyina, laboratory hand, is admitted as a full member.",
        effect=Effect(EffectKind.ADMIT_MEMBER, {"member_id": colony.id("vera")}),
        at=now - timedelta(days=2),
    )
    move_motion(
        by=colony.id("piet"),
        unit_id=colony.units["colony"].id,
        title="Piece rate for coke: 0.24",
        text="A tonne of coke is reckoned at 0.24 roubles.",
        effect=Effect(
            EffectKind.SET_PIECE_RATE,
            {"item_id": colony.items["coke"].id, "rate": "0.24"},
        ),
        at=now - timedelta(days=1),
    )


def _months_back(today: date, months: int) -> date:
    """The first day of the month that many months ago."""
    first = today.replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
