"""How long five wage schemes take over a long log, against reading it at all.

    python -m bench.wages [ROWS ...]

2,000 members, 200 items, 24 months; an hourly wage, straight piece with dated rates, Taylor's
differential, Rowan's premium, and a blend with a guarantee: exact pay of everybody and month, and
every figure of a comparison. From the database, whose sums are kept, against a bare scan of the
log there, without a law and under one that looks at weeks; from the file, against a bare pass of
`csv.reader`. All of it runs in one thread, and its processor time is told: others at work on the
machine change it little.
"""

import csv
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from flask import Flask

from app.db import db
from app.wages.comparison.actions import compare_own
from app.wages.files.schemes import read_schemes
from app.wages.rules.compare import Outcome
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import Laws, always
from app.wages.rules.spans import Span
from bench import coop
from bench.log import (
    DAYS,
    FIRST,
    LAST,
    MEMBERS,
    MONTHS,
    Catalogue,
    fill,
    month_number,
    rows,
    write_files,
)

SCHEMES = """
[[scheme]]
name = "Hourly"
terms = { hourly = { rate = "12" } }
[[scheme]]
name = "Straight piece"
terms = { piece = {} }
[[scheme]]
name = "Taylor"
terms = { piece = { bands = [ { from = "0", factor = "0.8" }, { from = "1", factor = "1.2" } ] } }
[[scheme]]
name = "Rowan"
terms = { time_saved = { plan = "rowan", rate = "12", share = "1" } }
[[scheme]]
name = "Blend with a guarantee"
[scheme.terms]
greatest = [
  { blend = { lambda = "0.5", terms = [ { hourly = { rate = "12" } }, { piece = {} } ] } },
  { hourly = { rate = "11" } },
]
"""
LAW = always(
    Legal(Fraction("7.25"), MinimumWindow.WEEK, Overtime.REGULAR_RATE, overtime_after=Fraction(40))
)
"""The Fair Labor Standards Act: a minimum and an overtime premium, both by the week."""
SCAN = ("SELECT sum(quantity) FROM entry", "SELECT sum(minutes) FROM labour")
JOINED = (
    "SELECT worked_on, item_id, quantity, member_id, minutes "
    "FROM entry JOIN labour ON labour.entry_id = entry.id"
)
PROGRAM = """
import sys
from app.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        sys.stderr.write(next(line for line in status if line.startswith("VmHWM")))
"""
FOR_A_LOOP = 1_000_000
"""With more rows the slow ways are left out."""


def best(work: Callable[[], object], times: int = 3) -> float:
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def bare_scan(path: Path) -> None:
    connection = sqlite3.connect(path)
    for statement in SCAN:
        connection.execute(statement).fetchone()
    connection.close()


def bare_reader(log: Path) -> None:
    with log.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass


def loop(path: Path, catalogue: Catalogue) -> None:
    """What somebody would write first: floats, a dict by member and month, one pass."""
    rate = catalogue.rate_table.tolist()
    norm = [float(one) for one in catalogue.norms]
    months: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0] * 3)
    day_of = {str(FIRST.fromordinal(FIRST.toordinal() + n)): n for n in range(DAYS)}
    connection = sqlite3.connect(path)
    for on, item, quantity, member, minutes in connection.execute(JOINED):
        own = months[member, on[:7]]
        own[0] += minutes
        own[1] += quantity * rate[item - 1][day_of[on]]
        own[2] += quantity * norm[item - 1]
    connection.close()
    for time_, earned, standard in months.values():
        saved = max(0.0, standard - time_)
        _ = (
            time_ * 20,
            earned,
            earned * (1.2 if standard >= time_ else 0.8),
            time_ * 20 * (1 + saved / standard),
            max((time_ * 20 + earned) / 2, time_ * 11 / 60 * 100),
        )


def arrays(number: int, catalogue: Catalogue) -> Callable[[], object]:
    """The same in numpy, from columns that lie in memory."""
    parts = list(rows(number, catalogue))
    member, day, item, quantity, minutes = (
        np.concatenate([getattr(part, name) for part in parts]).astype(np.int32)
        for name in ("member", "day", "item", "quantity", "minutes")
    )
    month_of = np.array([month_number(day) for day in range(DAYS)])
    norms = np.array([float(one) for one in catalogue.norms])

    def work() -> None:
        cell = member * MONTHS + month_of[day]
        size = MEMBERS * MONTHS
        time_ = np.bincount(cell, minutes, size)
        earned = np.bincount(cell, quantity * catalogue.rate_table[item, day], size)
        standard = np.bincount(cell, quantity * norms[item], size)
        saved = np.maximum(0, standard - time_)
        _ = [
            time_ * 20,
            earned,
            earned * np.where(standard >= time_, 1.2, 0.8),
            time_ * 20 * (1 + saved / np.maximum(standard, 1)),
            np.maximum((time_ * 20 + earned) / 2, time_ * 11 / 60 * 100),
        ]

    return work


def from_sums(app: Flask, schemes_file: Path, laws: Laws = ()) -> Sequence[Outcome]:
    schemes, _ = read_schemes(schemes_file)
    with app.app_context():
        compared = compare_own(schemes, Span(FIRST, LAST), laws=laws)
        db.session.rollback()
    assert compared.sums is not None
    return compared.outcomes


def command(*arguments: str | Path) -> tuple[float, float]:
    """Seconds and peak megabytes of `artel wages compare` as a program of its own, from its start
    to its end. It tells its peak itself: the system's word for it also knows of our memory."""
    words = [sys.executable, "-c", PROGRAM, "wages", "compare", *map(str, arguments)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(done.stderr.split()[-2]) / 1024


def measure(number: int) -> float:
    """Prints one size; seconds from sums."""
    catalogue = Catalogue()
    with tempfile.TemporaryDirectory(prefix="artel-bench-") as name:
        folder = Path(name)
        schemes = folder / "schemes.toml"
        schemes.write_text(SCHEMES, encoding="utf-8")
        path = folder / "artel.db"
        app, _ = coop.found(f"sqlite:///{path}", folder, MEMBERS)
        fill(app, path, number, catalogue)
        print(f"{number:,} rows", flush=True)
        scan = best(lambda: bare_scan(path))
        ours = best(lambda: from_sums(app, schemes))
        tell("bare scan in the database", scan, scan, "scan")
        tell("five schemes from kept sums", ours, scan, "scan")
        tell("under a law by weeks", best(lambda: from_sums(app, schemes, LAW), 1), scan, "scan")
        if number <= FOR_A_LOOP:
            tell(
                "plain Python loop over the rows",
                best(lambda: loop(path, catalogue), 1),
                scan,
                "scan",
            )
        tell("numpy, floats, columns in memory", best(arrays(number, catalogue)), scan, "scan")
        path.unlink()
        log, items = write_files(folder, number, catalogue)
        reader = best(lambda: bare_reader(log))
        tell("bare csv.reader pass", reader, reader, "pass")
        seconds, peak = command(log, "--items", items, "--schemes", schemes)
        tell("artel wages compare LOG.csv", seconds, reader, "pass")
        print(f"  its peak memory {peak:.0f} MB", flush=True)
    return ours


def tell(what: str, seconds: float, bare: float, unit: str) -> None:
    print(f"  {what:36}{seconds:9.3f} s {seconds / bare:8.2f} × {unit}", flush=True)


def main(sizes: Sequence[int]) -> None:
    took = [measure(size) for size in sizes]
    for (size, one), (larger, other) in zip(
        zip(sizes, took, strict=True), list(zip(sizes, took, strict=True))[1:], strict=False
    ):
        print(f"{larger / size:.0f} times the rows take {other / one:.2f} times as long from sums")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000_000, 10_000_000])
