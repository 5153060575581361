"""A long shift log to measure on: in a co-op's database, and as LOG.csv and ITEMS.csv."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import insert, select, update

from app.db import db
from app.members.models import Member, Membership
from app.members.queries import whole_coop
from app.money import decimal_text
from app.production.models import (
    Item,
    ItemMonth,
    MemberDay,
    MemberMonth,
    MemberWeek,
    Norm,
    PieceRate,
)
from app.production.rules.sums import first_of_week
from app.record.models import Decision

MEMBERS, ITEMS, MONTHS = 2_000, 200, 24
FIRST = date(2024, 1, 1)
LAST = date(2025, 12, 31)
DAYS = (LAST - FIRST).days + 1
AT_ONCE = 250_000
AT = datetime(2026, 1, 2, 12, tzinfo=UTC)

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Rows:
    """Some rows of the log as columns; `first` is the number of the first of them."""

    first: int
    member: Ints
    day: Ints
    item: Ints
    quantity: Ints
    minutes: Ints


class Catalogue:
    """The items: the rate of each changes thrice, each time on another day; one norm for each."""

    def __init__(self) -> None:
        chance = np.random.default_rng(1926)
        self.norms = [Fraction(int(n), 4) for n in chance.integers(8, 49, ITEMS)]
        starts = np.sort(chance.integers(1, DAYS, (ITEMS, 3)), axis=1)
        rates = chance.integers(8, 16, (ITEMS, 4))
        self.rates = [
            self._rates(norm, [0, *sorted(set(days))], own)
            for norm, days, own in zip(self.norms, starts.tolist(), rates.tolist(), strict=True)
        ]

    @staticmethod
    def _rates(norm: Fraction, days: list[int], own: list[int]) -> list[tuple[int, Fraction]]:
        """From which day on, and how much: a minute of the norm is worth about a fifth."""
        return [
            (day, Fraction(round(norm * hourly * 100 / 60), 100))
            for day, hourly in zip(days, own, strict=False)
        ]

    @cached_property
    def rate_table(self) -> Ints:
        """Cents for a unit, by item and day."""
        table = np.zeros((ITEMS, DAYS), np.int64)
        for item, rates in enumerate(self.rates):
            for day, rate in rates:
                table[item, day:] = int(rate * 100)
        return table


def rows(number: int, catalogue: Catalogue) -> Iterator[Rows]:
    """So many rows, the same ones each time."""
    norms = np.array([int(norm * 4) for norm in catalogue.norms])
    for first in range(0, number, AT_ONCE):
        chance = np.random.default_rng(first)
        size = min(AT_ONCE, number - first)
        item = chance.integers(0, ITEMS, size)
        minutes = chance.integers(3, 25, size) * 5
        pace = chance.integers(70, 131, size)
        quantity = np.maximum(1, minutes * pace * 4 // (norms[item] * 100))
        days, members = chance.integers(0, DAYS, size), chance.integers(0, MEMBERS, size)
        yield Rows(first, members, days, item, quantity, minutes)


def write_files(folder: Path, number: int, catalogue: Catalogue) -> tuple[Path, Path]:
    log, items = folder / "log.csv", folder / "items.csv"
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    with log.open("w", encoding="utf-8") as file:
        file.write("date,member,item,quantity,rejects,hours,kind,crew\n")
        for part in rows(number, catalogue):
            columns = (part.day, part.member, part.item, part.quantity, part.minutes)
            lines = zip(*(column.tolist() for column in columns), strict=True)
            file.writelines(
                f"{days[day]},M{member:04},item-{item},{made},,{time // 60}:{time % 60:02},,\n"
                for day, member, item, made, time in lines
            )
    with items.open("w", encoding="utf-8") as file:
        file.write("item,unit,rate,norm_minutes,from,to\n")
        for item, rates in enumerate(catalogue.rates):
            file.write(f"item-{item},unit,,{decimal_text(catalogue.norms[item])},,\n")
            ends = [*(days[day - 1] for day, _ in rates[1:]), ""]
            for (day, rate), end in zip(rates, ends, strict=True):
                file.write(f"item-{item},unit,{decimal_text(rate, 2)},,{days[day]},{end}\n")
    return log, items


def fill(app: Flask, path: Path, number: int, catalogue: Catalogue) -> None:
    """Puts the catalogue and the rows into the database at `path`, confirmed, with the sums by
    day and month that `artel production rebuild-sums` would make of them in ten times the time."""
    with app.app_context():
        _add_catalogue(catalogue)
        ids = list(db.session.scalars(select(Member.id).order_by(Member.number)))
        unit = whole_coop().id
        db.commit()
    db.engine(app).dispose()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    _drop_indexes(connection)
    kept = _Sums(catalogue)
    for part in rows(number, catalogue):
        _insert(connection, part, ids, unit)
        kept.add(part)
    connection.commit()
    connection.close()
    with app.app_context():
        kept.write(ids)
        db.commit()


def _drop_indexes(connection: sqlite3.Connection) -> None:
    """Nothing that is measured reads the indexes of the log; without them it fills much faster."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('entry', 'labour', 'confirmation')"
    )
    for (name,) in names.fetchall():
        connection.execute(f"DROP INDEX {name}")


class _Sums:
    """The kept sums, in whole minutes, cents and quarters of a standard minute."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.rates = catalogue.rate_table
        self.norms = np.array([int(norm * 4) for norm in catalogue.norms])
        self.month_of = np.array([month_number(day) for day in range(DAYS)])
        self.members = np.zeros((4, DAYS, MEMBERS), np.int64)
        self.items = np.zeros((4, MONTHS, ITEMS), np.int64)

    def add(self, part: Rows) -> None:
        month = self.month_of[part.day]
        earned = part.quantity * self.rates[part.item, part.day]
        standard = part.quantity * self.norms[part.item]
        for table, values in zip(self.members, (1, part.minutes, earned, standard), strict=True):
            np.add.at(table, (part.day, part.member), values)
        for table, values in zip(self.items, (1, part.minutes, earned, part.quantity), strict=True):
            np.add.at(table, (month, part.item), values)

    def write(self, ids: list[int]) -> None:
        days = [FIRST + timedelta(days=day) for day in range(DAYS)]
        firsts = [on for on in days if on.day == 1]
        mondays = [on for on in days if on == first_of_week(on)]
        self._write_members(MemberDay, days, self.members, ids)
        for table, begins in ((MemberWeek, mondays), (MemberMonth, firsts)):
            places = [(on - FIRST).days for on in begins]
            together = np.add.reduceat(self.members, places, axis=1)
            self._write_members(table, begins, together, ids)
        self._write_items(firsts)

    def _write_members(
        self,
        table: type[MemberDay] | type[MemberWeek] | type[MemberMonth],
        days: list[date],
        sums: Ints,
        ids: list[int],
    ) -> None:
        own = {"rejected": Fraction(0), "unjudged": 0, **_NOTHING}
        for number, on in enumerate(days):
            entries, minutes, earned, standard = sums[:, number].tolist()
            found = [
                {
                    **own,
                    "member_id": member_id,
                    "on": on,
                    "entries": entries[place],
                    "productive": minutes[place],
                    "earned": Fraction(earned[place], 100),
                    "standard": Fraction(standard[place], 4),
                }
                for place, member_id in enumerate(ids)
                if entries[place]
            ]
            if found:
                db.session.execute(insert(table), found)

    def _write_items(self, firsts: list[date]) -> None:
        for month, on in enumerate(firsts):
            entries, minutes, earned, made = self.items[:, month].tolist()
            found = [
                {
                    **_NOTHING,
                    "item_id": item + 1,
                    "on": on,
                    "entries": entries[item],
                    "productive": minutes[item],
                    "earned": Fraction(earned[item], 100),
                    "quantity": made[item],
                    "unassigned": 0,
                }
                for item in range(ITEMS)
                if entries[item]
            ]
            db.session.execute(insert(ItemMonth), found)


_NOTHING = dict.fromkeys(("waiting", "rest", "training", "rework", "unpriced"), 0)


def month_number(day: int) -> int:
    on = FIRST + timedelta(days=day)
    return (on.year - FIRST.year) * 12 + on.month - 1


def _add_catalogue(catalogue: Catalogue) -> None:
    decision = db.session.scalars(select(Decision)).first()
    assert decision is not None
    unit = whole_coop().id
    db.session.execute(update(Membership).values(from_on=FIRST))
    one = {"measure": "unit", "decimals": 0, "unit_id": unit, "at": AT}
    codes = [f"item-{item}" for item in range(ITEMS)]
    db.session.execute(insert(Item), [{"code": code, "name": code, **one} for code in codes])
    found = db.session.execute(select(Item.code, Item.id))
    ids = {code: item_id for code, item_id in found}  # noqa: C416 (rows are no pairs to dict)
    decided = {"decision_id": decision.id, "at": AT}
    db.session.execute(
        insert(Norm),
        [
            {"item_id": ids[code], "minutes": norm, "from_on": FIRST, **decided}
            for code, norm in zip(codes, catalogue.norms, strict=True)
        ],
    )
    db.session.execute(
        insert(PieceRate),
        [
            {"item_id": ids[code], "rate": rate, "from_on": FIRST + timedelta(days=day), **decided}
            for code, rates in zip(codes, catalogue.rates, strict=True)
            for day, rate in rates
        ],
    )


def _insert(connection: sqlite3.Connection, part: Rows, ids: list[int], unit: int) -> None:
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    numbers = range(part.first + 1, part.first + 1 + len(part.member))
    members = [ids[one] for one in part.member.tolist()]
    made = zip(numbers, part.day.tolist(), part.item.tolist(), part.quantity.tolist(), strict=True)
    at = AT.isoformat(sep=" ")
    connection.executemany(
        "INSERT INTO entry (id, key, worked_on, unit_id, item_id, quantity, rejects, crew, note, "
        "logged_by_id, logged_at) VALUES (?, ?, ?, ?, ?, ?, 0, NULL, '', ?, ?)",
        (
            (number, f"k{number}", days[day], unit, item + 1, quantity, member, at)
            for (number, day, item, quantity), member in zip(made, members, strict=True)
        ),
    )
    times = zip(numbers, numbers, members, part.minutes.tolist(), strict=True)
    connection.executemany(
        "INSERT INTO labour (id, entry_id, member_id, minutes, kind) "
        "VALUES (?, ?, ?, ?, 'productive')",
        times,
    )
    signer = ids[0]
    connection.executemany(
        "INSERT INTO confirmation (entry_id, member_id, at) VALUES (?, ?, ?)",
        ((number, signer, at) for number in numbers),
    )
