"""Three months of a garment factory: 1,197 team days as crew entries, five schemes."""

import csv
from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data/production/garments_worker_productivity.csv"
RATE = Decimal("0.05")
"""For a standard minute."""

TEAM_SUMS = {
    1: ("3679.5", 503310), 2: ("3774", 477960), 3: ("3754.5", 510690), 4: ("4011", 572220),
    5: ("3662.5", 495780), 6: ("2366", 316695), 7: ("3561.5", 466290), 8: ("3650.5", 470040),
    9: ("3662", 469980), 10: ("3529.5", 473670), 11: ("3409", 382140), 12: ("2368", 328475),
}  # fmt: skip
"""Workers of all days, and minutes of overtime, as added up from the file by others."""

SCHEMES = """
[[scheme]]
name = "Equal hourly"
terms = { hourly = { rate = 3 } }
[[scheme]]
name = "Straight piece"
terms = { piece = {} }
[[scheme]]
name = "Guaranteed piece"
terms = { greatest = [ { piece = {} }, { hourly = { rate = "1.80" } } ], window = "day" }
[[scheme]]
name = "Taylor"
terms = { piece = { bands = [ { from = 0, factor = 0.8 }, { from = 0.75, factor = 1.2 } ] } }
[[scheme]]
name = "Half and half"
terms = { blend = { lambda = 0.5, terms = [ { hourly = { rate = 3 } }, { piece = {} } ] } }
"""


@pytest.fixture
def factory(bench):
    """The factory's files, and what each team made: (month, team) to (units, minutes a unit)."""
    made = defaultdict(list)
    rows, norms = [], {}
    with DATA.open(newline="") as file:
        for day in csv.DictReader(file):
            on = datetime.strptime(day["date"], "%m/%d/%Y").date()  # noqa: DTZ007
            paid = int(Decimal(day["no_of_workers"]) * 480) + int(day["over_time"])
            smv = Decimal(day["smv"])
            units = Decimal(day["actual_productivity"]) * paid / smv
            quantity = int(units.quantize(Decimal(1), ROUND_HALF_UP))
            idle = int(Decimal(day["idle_time"]))
            item = f"{day['department'].strip()} {smv}"
            norms[item] = smv
            made[f"{on:%Y-%m}", f"team {day['team']}"].append((quantity, smv))
            rows.append(f"{on},,{item},{quantity},,,,{day['team']}")
            rows.append(f"{on},team {day['team']},{item},,,{_clock(paid - idle)},,{day['team']}")
            if idle:
                rows.append(
                    f"{on},team {day['team']},{item},,,{_clock(idle)},waiting,{day['team']}"
                )
    bench.log("\n".join(rows) + "\n")
    bench.items("".join(f"{i},piece,{smv * RATE},{smv},,\n" for i, smv in norms.items()))
    bench.schemes(SCHEMES)
    return bench, made


def _clock(minutes):
    return f"{minutes // 60}:{minutes % 60:02}"


def test_five_schemes_on_three_months(factory):
    bench, made = factory
    answer = bench.compare("--currency", "BDT")
    hourly, piece, guaranteed, taylor, half = answer["schemes"]
    assert (answer["from"], answer["to"], answer["members"]) == ("2015-01-01", "2015-03-11", 12)
    for scheme in answer["schemes"]:
        assert list(scheme["by_period"]) == ["2015-01", "2015-02", "2015-03"]
        assert Decimal(scheme["bill"]) == sum(map(Decimal, scheme["pay"].values()))
        periods = scheme["by_period"].values()
        assert Decimal(scheme["bill"]) == sum(Decimal(period["bill"]) for period in periods)
        for period in periods:
            assert Decimal(period["bill"]) == sum(map(Decimal, period["pay"].values()))

    for (month, team), output in made.items():
        exact = sum(quantity * smv * RATE for quantity, smv in output)
        paid = Decimal(piece["by_period"][month]["pay"][team])
        assert paid == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    for team in hourly["pay"]:
        by_hours, by_piece = Decimal(hourly["pay"][team]), Decimal(piece["pay"][team])
        assert Decimal(guaranteed["pay"][team]) >= by_piece
        assert abs(2 * Decimal(half["pay"][team]) - by_hours - by_piece) <= Decimal("0.06")
    assert hourly["ratio"] == "1.00"
    assert (hourly["solidarity"], piece["solidarity"]) == ("1.00", "0.00")
    assert piece["cost_per_unit"]["sweing 26.16"] == "1.308"
    assert any("Cliff" in warning for warning in taylor["warnings"])
    changes = piece["against_first"]
    assert changes["winners"] + changes["losers"] + changes["unchanged"] == 12


def test_hours_add_up_to_what_others_counted(factory):
    bench, _ = factory
    pay = bench.pay("--by", "period")
    for team, (workers, overtime) in TEAM_SUMS.items():
        minutes = Decimal(workers) * 480 + overtime
        assert Decimal(pay[f"team {team}"]) * 60 == 3 * minutes
