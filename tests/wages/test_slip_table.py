"""The payslips of a run, gone through."""

import pytest

from app.wages.runs.queries import SlipRow
from app.wages.runs.slip_table import PER_PAGE, SlipOrder, slip_table


def slip(number, name, gross, net, before):
    return SlipRow(number, number, number, name, gross, 0, gross - net, net, before)


SLIPS = [
    slip(1, "Ana", 100, 90, 100),
    slip(2, "Chen", 300, 20, 310),
    slip(3, "Dora", 200, 200, 150),
    slip(12, "Ander", 60, 60, None),
]


def numbers(order=SlipOrder.NUMBER, member="", page=1):
    return [one.number for one in slip_table(SLIPS, order=order, member=member, page=page).rows]


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("number", [1, 2, 3, 12]),
        ("change", [12, 3, 2, 1]),
        ("gross", [2, 3, 1, 12]),
        ("net", [3, 1, 12, 2]),
    ],
)
def test_each_order_puts_first_what_it_says(order, shown):
    assert numbers(SlipOrder(order)) == shown


@pytest.mark.parametrize(
    ("member", "shown"), [("an", [1, 12]), (" CHEN", [2]), ("1", [1]), ("12", [12]), ("x", [])]
)
def test_a_member_is_found_by_a_part_of_the_name_or_by_the_whole_number(member, shown):
    assert numbers(member=member) == shown


def test_pages_hold_everybody_once_and_the_sums_all_of_them():
    slips = [slip(number, "Somebody", number, 0, 0) for number in range(2 * PER_PAGE + 1)]
    tables = [
        slip_table(slips, order=SlipOrder.GROSS, member="", page=page) for page in range(1, 4)
    ]
    assert [one.number for table in tables for one in table.rows] == list(range(200, -1, -1))
    assert {len(table.found) for table in tables} == {len(slips)}
    beyond = [slip_table(slips, order=SlipOrder.NUMBER, member="", page=page) for page in (-1, 9)]
    assert [(table.page, table.pages) for table in beyond] == [(1, 3), (3, 3)]
