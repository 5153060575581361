"""How a pay run is booked: sums by kind of line, so that no member's pay shows in the journal.
The payslips are its sub-ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.treasury.rules import Line
from app.wages.kinds import LineKind
from app.wages.rules.run import Slip

EXPENSE, OWED = "Expenses:Pay", "Liabilities:Pay"
ADVANCES = "Assets:Advances"

ACCOUNTS = {
    LineKind.PAY: EXPENSE,
    LineKind.LAW: EXPENSE,
    LineKind.ABSENCE: EXPENSE,
    LineKind.DIFFERENCE: EXPENSE,
    LineKind.ADDITION: "Expenses:Additions",
    LineKind.OWED: "Assets:Overpaid",
    LineKind.OVERPAID: "Assets:Overpaid",
    LineKind.GOODS: "Income:Goods",
    LineKind.ADVANCE: ADVANCES,
    LineKind.DEDUCTION: "Liabilities:Deductions",
}


def booking(sums: Mapping[LineKind, int]) -> list[Line]:
    """Debits and credits of a run from the sums of its lines by kind: what was earned against what
    is paid out and taken off. Nothing where all of them are zero."""
    by_account: Counter[str] = Counter()
    for kind, amount in sums.items():
        by_account[ACCOUNTS[kind]] += amount
        by_account[OWED] -= amount
    return [Line(account, amount) for account, amount in sorted(by_account.items()) if amount]


def sums_by_kind(slips: Iterable[Slip]) -> Mapping[LineKind, int]:
    sums: Counter[LineKind] = Counter()
    for slip in slips:
        for line in slip.lines:
            sums[line.kind] += line.amount
    return sums
