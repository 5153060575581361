"""LOG.csv read row by row: what is taken, and every fault at once."""

from datetime import date
from fractions import Fraction

from app.production.files.log_files import COLUMNS, LogRow, parse_log, read_log
from app.production.hours import HoursKind


def parse(*rows):
    """Rows as mappings from column to text; the first stands on line 2."""
    cells = [tuple(row.get(column, "") for column in COLUMNS) for row in rows]
    return parse_log(enumerate(cells, start=2))


GOOD = {"date": "2024-03-04", "member": "ann", "item": "bolt", "quantity": "12.5", "hours": "7:40"}


def test_a_row_is_taken_exactly():
    rows, faults = parse(GOOD | {"rejects": "1", "kind": "Rework", "crew": "A"})
    assert faults == []
    assert rows == [
        LogRow(
            line=2,
            on=date(2024, 3, 4),
            member="ann",
            item="bolt",
            quantity=Fraction(25, 2),
            rejects=Fraction(1),
            minutes=Fraction(460),
            kind=HoursKind.REWORK,
            crew="A",
        )
    ]


def test_hours_are_decimal_or_hours_and_minutes():
    rows, faults = parse(*(GOOD | {"hours": text} for text in ("7.5", "7:30", "0:05", ".25", "")))
    assert faults == []
    assert [row.minutes for row in rows] == [450, 450, 5, 15, 0]


def test_every_fault_is_reported_with_row_column_value_and_reason():
    rows, faults = parse(
        GOOD | {"date": "4/3/2024"}, GOOD, GOOD | {"hours": "x"}, GOOD | {"kind": "nap"}
    )
    assert len(rows) == 1
    assert [(fault.line, fault.column, fault.value) for fault in faults] == [
        (2, "date", "4/3/2024"),
        (4, "hours", "x"),
        (5, "kind", "nap"),
    ]
    assert "is not a date" in str(faults[0].reason)
    assert faults[1].where("log.csv") == "log.csv, line 4, column hours"


def test_a_crew_row_gives_the_quantity_and_its_members_rows_the_hours():
    crew = {"date": "2024-03-04", "item": "wall", "crew": "A"}
    rows, faults = parse(crew | {"quantity": "9"}, crew | {"member": "ann", "hours": "8"})
    assert faults == []
    assert [(row.member, row.quantity, row.minutes) for row in rows] == [
        ("", 9, 0),
        ("ann", 0, 480),
    ]


def test_a_crew_quantity_is_not_given_twice():
    crew = {"date": "2024-03-04", "item": "wall", "crew": "A", "quantity": "9"}
    _, faults = parse(crew | {"member": "ann", "hours": "8"}, crew)
    assert [(fault.line, fault.column) for fault in faults] == [(2, "quantity")]


def test_a_file_is_read_with_its_lines(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("date,member,kind,hours\n2024-03-04,ann,,8\n\nx,,,\n")
    rows, faults = read_log(log)
    assert [row.line for row in rows] == [2]
    assert [fault.line for fault in faults] == [4]
