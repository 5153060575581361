"""The coal of 1923: hewn, sold and paid for, and what it left over."""

from datetime import date, timedelta

from app.demo.kuzbass.cast import Colony, at
from app.demo.kuzbass.log import log
from app.demo.kuzbass.output import coal_rows, working_days
from app.demo.kuzbass.polls import put
from app.motions.actions.moving import second_motion
from app.surplus.actions import propose_distribution
from app.surplus.rules.distribution import parse_plan
from app.treasury.actions import post_entry
from app.treasury.payments import mark_paid
from app.treasury.rules import BANK, Line
from app.wages.rules.spans import Span, month_of
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.runs.payments import pay_out

TONNE = 30
"""Kopecks that the neighbouring works pay for a tonne: invented, like what the mine spends."""
TIMBER_AND_POWDER = 9
PLAN = {
    "reserve": "0.3",
    "education": "0.1",
    "by": {"hours": "0.5", "equally": "0.5"},
    "reserve_bears": "1",
    "years": 5,
}


def tell_coal(colony: Colony) -> None:
    """February to August 1923, month by month: only coal is logged from then. It is sold, and
    the hewers' hours are paid."""
    for start, tonnes in colony.data["coal"].items():
        month = month_of(date.fromisoformat(f"{start}-01"))
        days = working_days(month.first, month.last)
        log(colony, coal_rows(tonnes, days, colony.data["person"]), at(month.last, 20))
        book_coal(colony, tonnes, month.last)
        pay_month(colony, month, on=month.last + timedelta(days=3))


def book_coal(colony: Colony, tonnes: int, on: date) -> None:
    """What a month's coal brought in, and what it took in timber and powder."""
    sold, spent = tonnes * TONNE, tonnes * TIMBER_AND_POWDER
    entries = {
        f"{tonnes} t of coal": [Line(BANK, sold), Line("Income:Coal", -sold)],
        "Pit timber and powder": [Line("Expenses:Supplies", spent), Line(BANK, -spent)],
    }
    for text, lines in entries.items():
        post_entry(lines, text=text, on=on, by=colony.id("willem"), at=at(on, 21))


def pay_month(colony: Colony, month: Span, *, on: date) -> None:
    """One prepares, another approves; paid out on the same day."""
    treasurer, moment = colony.id("willem"), at(on)
    run = prepare_run(month, by=treasurer, on=on, at=moment)
    approve_run(run.id, by=colony.id("margit"), on=on, at=moment)
    text = f"Pay {month.first} to {month.last}"
    order = pay_out(run.id, text=text, execute_on=on, by=treasurer, at=moment)
    mark_paid(order.id, on=on, by=treasurer, at=moment)


def share_surplus(colony: Colony) -> None:
    moved = at(date(1924, 1, 14))
    motion = propose_distribution(
        parse_plan(PLAN),
        from_on=date(1923, 1, 1),
        to_on=date(1923, 12, 31),
        title="What 1923 left over",
        text="Three tenths of the surplus go to the reserve and one tenth to the school. The rest "
        "is written to the members' capital: one half by hours, the other equally.",
        by=colony.id("willem"),
        at=moved,
    )
    second_motion(motion, by=colony.id("ethel"), at=moved)
    put(colony, motion, moved + timedelta(days=1), (30, 4, 2))
