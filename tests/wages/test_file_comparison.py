"""A LOG.csv added up at once gives what it gives line by line, to the cent and to each figure."""

import os
import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.wages.comparison.of_file import Asked, compared_at_once, compared_by_lines
from app.wages.comparison.report import comparison_json
from app.wages.files import fast_log
from app.wages.files.tables import read_items
from app.wages.rules.compare import Scheme
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import EVER, Span
from app.wages.rules.summed.work import NotSummed
from app.wages.rules.work import Member, NotComputable
from tests.wages.conftest import LOG_HEAD, Bench
from tests.wages.test_kept_work import SCHEMES

ITEMS = """item,unit,rate,norm_minutes,from,to
pots,pot,1.25,12.5,,2026-02-14
pots,pot,1.3,10,2026-02-15,
cloth,m,0.335,7.25,,
"""
NAMES = ("Ana", "Emil", "Gül", "Anastasía", "Anastasí", "Anastasía Fernández", "Anastasía Fernánde")
"""Also some that begin alike, and longer than what is compared at a time."""
LINE = st.tuples(
    st.dates(date(2026, 1, 20), date(2026, 3, 3)),
    st.sampled_from(NAMES),
    st.sampled_from(["pots", "cloth"]),
    st.sampled_from(["", "1", "12", "0.5", "3.25"]),
    st.sampled_from(["", "1", "0.25"]),
    st.sampled_from(["1:20", "7.33", "0.1", "8"]),
    st.sampled_from(["", "productive", "waiting", "REST"]),
).map(lambda line: line if line[6] in ("", "productive") else (*line[:3], "", "", *line[5:]))
"""Output is made in productive time: of other output the lines tell who made it."""


NO_LAW, MINIMUM = Legal(), Legal(Fraction("9.37"))
LAWS = st.builds(
    Legal,
    minimum_hourly=st.sampled_from([None, Fraction("9.37"), Fraction(40)]),
    minimum_window=st.sampled_from(["day", "week", "period"]).map(MinimumWindow),
    overtime=st.sampled_from(Overtime),
    overtime_after=st.sampled_from([Fraction(2), Fraction("7.5"), Fraction(40)]),
    week_starts=st.sampled_from([0, 2, 6]),
)


def asked(folder: Path, *names: str, register=(), limits=EVER, by="month", law=NO_LAW):
    (folder / "items.csv").write_text(ITEMS)
    chosen = [Scheme(name, parse_terms(SCHEMES[name])) for name in names or SCHEMES]
    prices = read_items(folder / "items.csv")
    return Asked(chosen, law, list(register), prices, limits, by, 2)


def told(answer):
    return comparison_json(answer.outcomes, answer.span, "EUR"), list(answer.strangers)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


HALF = [  # Rowan's premium for these pots is 11.33375 each, which is rounded up
    (date(2026, 1, 20), "Ana", "cloth", "1", "", "8", ""),
    (date(2026, 2, 1), "Ana", "pots", "1", "", "1:20", ""),
    (date(2026, 2, 1), "Ana", "pots", "1", "", "1:20", ""),
]


@settings(max_examples=60)
@example(lines=HALF, by="month", limits=EVER, known=False, law=NO_LAW)
@given(
    lines=st.lists(LINE, min_size=1, max_size=30),
    by=st.sampled_from(["month", "week", "period"]),
    limits=st.sampled_from([EVER, Span(date(2026, 2, 10), date(2026, 2, 20))]),
    known=st.booleans(),
    law=st.just(NO_LAW) | LAWS,
)
def test_at_once_and_line_by_line_are_the_same(lines, by, limits, known, law, folder):
    log = folder / "log.csv"
    rows = "".join(f"{','.join(map(str, line))},\n" for line in lines)
    log.write_text(LOG_HEAD + rows, encoding="utf-8")
    register = [Member("Olga"), Member("Emil")] if known else []
    names = [name for name in SCHEMES if name not in ("fitted", "years")]
    question = asked(folder, *names, register=register, limits=limits, by=by, law=law)
    try:
        exact = told(compared_by_lines(log, question))
    except (InvalidInput, NotComputable):
        with pytest.raises(NotSummed):
            compared_at_once(log, question)
        return
    assert told(compared_at_once(log, question)) == exact


@pytest.mark.parametrize(
    "text",
    [
        LOG_HEAD + '2026-02-01,"Ana",pots,1,,1:00,,\n',
        LOG_HEAD + "2026-02-01,Ana,pots,1,,1:00,,A\n",
        LOG_HEAD + "2026-02-01,,pots,1,,,,A\n",
        LOG_HEAD + "2026-02-30,Ana,pots,1,,1:00,,\n",
        LOG_HEAD + "2026-02-01,Ana,pots,one,,1:00,,\n",
        LOG_HEAD + "2026-02-01,Ana,pots,-1,,1:00,,\n",
        LOG_HEAD + "2026-02-01,Ana,,1,,1:00,,\n",
        LOG_HEAD + "2026-02-01,Ana,pots,,,,,\n",
        LOG_HEAD + "2026-02-01,Ana,pots,1,,1:00,sleeping,\n",
        LOG_HEAD + "2026-02-01,Ana,pots,1\n",
        LOG_HEAD + "2026-02-01,Ana,pots,1,,1:00,,,,\n",
        LOG_HEAD + "2026-02-01\n",
        LOG_HEAD + "2026-02-01,Ana,bowls,1,,1:00,,\n",
        LOG_HEAD,
        "member,date,hours\nAna,2026-02-01,1\n",
        "date,member\n2026-02-01,Ana\n",
        "date,member,hours,hours\n2026-02-01,Ana,1,1\n",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_lines(text, folder):
    log = folder / "odd.csv"
    log.write_text(text)
    with pytest.raises(NotSummed):
        compared_at_once(log, asked(folder, "straight", "hourly"))


def test_spaces_carriage_returns_and_a_mark_at_the_beginning_are_plain(folder):
    log = folder / "spaced.csv"
    log.write_bytes(
        "\ufeffDate, Member ,hours,item,quantity\r\n 2026-02-01 , Ana ,1:00, pots ,2\r\n".encode()
    )
    question = asked(folder, "straight", "hourly")
    answer = compared_at_once(log, question)
    assert told(answer) == told(compared_by_lines(log, question))
    assert answer.outcomes[0].pay == {"Ana": 250}


def test_numbers_too_large_for_the_machine_are_left_to_the_lines(folder):
    log = folder / "huge.csv"
    log.write_text(LOG_HEAD + f"2026-02-01,Ana,pots,{10**18},,1:00,,\n")
    with pytest.raises(NotSummed):
        compared_at_once(log, asked(folder, "straight"))


def test_the_command_takes_a_log_that_is_not_plain(bench: Bench):
    bench.items("pots,pot,2,,,\n")
    bench.log("2026-02-01,,pots,3,,,,A\n2026-02-01,Ana,pots,,,1:00,,A\n")
    bench.scheme("{ piece = {} }")
    assert bench.pay() == {"Ana": "6.00"}


def test_many_rows_come_to_the_same_cents(folder, monkeypatch):
    """A million with ARTEL_MILLION set: line by line that takes a minute."""
    monkeypatch.setattr(fast_log, "_AT_ONCE", 20_000)
    chance = random.Random(1922)  # noqa: S311
    log = folder / "long.csv"
    with log.open("w", encoding="utf-8") as file:
        file.write(LOG_HEAD)
        for _ in range(1_000_000 if "ARTEL_MILLION" in os.environ else 5_000):
            on = date(2026, 1, 1) + timedelta(days=chance.randrange(90))
            item = chance.choice(["pots", "cloth"])
            made, minutes = chance.randrange(1, 30), chance.randrange(20, 300)
            who, hours = f"M{chance.randrange(100)}", f"{minutes // 60}:{minutes % 60:02}"
            file.write(f"{on},{who},{item},{made},,{hours},,\n")
    names = ("hourly", "straight", "taylor", "rowan", "λ", "rejects", "gantt", "slices")
    question = asked(folder, *names)
    at_once = compared_at_once(log, question)
    assert told(at_once) == told(compared_by_lines(log, question))
    assert at_once.outcomes[0].solidarity == Fraction(1)
