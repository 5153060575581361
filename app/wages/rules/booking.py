"""How a pay run is booked: sums by kind of line, so that no member's pay shows in the journal.
The payslips are its sub-ledger."""

from collections import Counter
from collections.abc import Iterable

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


def booking(slips: Iterable[Slip]) -> list[Line]:
    """Debits and credits of a run: what was earned against what is paid out and taken off.
    Nothing where all sums are zero."""
    sums: Counter[str] = Counter()
    for slip in slips:
        for line in slip.lines:
            sums[ACCOUNTS[line.kind]] += line.amount
            sums[OWED] -= line.amount
    return [Line(account, amount) for account, amount in sorted(sums.items()) if amount]
