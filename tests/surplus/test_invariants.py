"""What every co-operative law asks for, whatever happens in whatever order: every entry balances,
and members' capital, collective funds and the result not shared out are the net worth."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.errors import RuleViolation
from app.surplus.rules.distribution import Standing, distribute, parse_plan
from app.surplus.rules.payout import Books, check_payable, instalments
from app.treasury.fund_rules import (
    EDUCATION,
    RESERVE,
    RESULT,
    Shortage,
    check_transfer,
    pay_lines,
    taken_by_pay,
    transfer_lines,
)
from app.treasury.rules import BANK, Line, check_balanced, kind_of, payment_lines

PAY_FUND, OWED = "Equity:Funds:Pay", "Liabilities:Capital"
FUNDS = (RESERVE, EDUCATION, PAY_FUND)
PLAN = parse_plan({"reserve": "0.2", "education": "0.1", "by": {"hours": "1"}} | {"years": 3})
LOSING = parse_plan({"reserve": "1", "education": "0", "by": {"hours": "1"}, "reserve_bears": "0"})


class Workshop:
    """The books of three members, moved by the rules alone."""

    def __init__(self) -> None:
        self.books: Counter[str] = Counter()
        self.paid = 0

    def post(self, *lines: Line) -> None:
        booked = [line for line in lines if line.amount]
        if booked:
            check_balanced(booked)
        for line in booked:
            self.books[line.account] += line.amount

    def held(self, code: str) -> int:
        return self.result if code == RESULT else -self.books[code]

    @property
    def result(self) -> int:
        sums = (-self.books[one] for one in self.books if kind_of(one) in {"income", "expense"})
        return sum(sums)

    @property
    def capital(self) -> list[int]:
        return [-self.books[f"Equity:Capital:M{one}"] for one in (1, 2, 3)]

    @property
    def worth(self) -> int:
        kinds = {"asset", "liability"}
        return sum(self.books[one] for one in self.books if kind_of(one) in kinds)

    def sell(self, amount: int) -> None:
        self.post(Line(BANK, amount), Line("Income:Sales", -amount))

    def buy(self, amount: int) -> None:
        self.post(Line("Expenses:Clay", amount), Line(BANK, -amount))

    def fill(self, amount: int) -> None:
        check_transfer(RESULT, PAY_FUND, amount, self.result, "EUR")
        self.post(*transfer_lines(RESULT, PAY_FUND, amount))

    def pay(self, bill: int) -> None:
        self.post(*pay_lines(PAY_FUND, taken_by_pay(bill, self.held(PAY_FUND), WARN, "EUR")))
        self.post(Line("Expenses:Pay", bill), Line("Liabilities:Pay", -bill))
        self.post(*payment_lines("Liabilities:Pay", bill))

    def share(self, turn: int) -> None:
        plan = PLAN if self.result > 0 else LOSING
        people = [Standing(one, one * 60, 0, self.capital[one - 1]) for one in (1, 2, 3)]
        shared = distribute(self.result, plan, people, turn)
        closing = [one for one in self.books if kind_of(one) in {"income", "expense"}]
        self.post(
            *(Line(one, -self.books[one]) for one in closing),
            Line(RESERVE, -shared.reserve),
            Line(EDUCATION, -shared.education),
            *(Line(f"Equity:Capital:M{one}", -part) for one, part in shared.members.items()),
        )

    def pay_out(self, _: int) -> None:
        """The next part of the first member, who left."""
        parts = instalments(self.capital[0], date(2024, 1, 1), 3, self.paid)
        if not parts:
            return
        collective = sum(map(self.held, FUNDS))
        books = Books(sum(self.capital), collective, self.result, self.worth, self.result)
        check_payable(parts[0].amount, books)
        self.post(Line("Equity:Capital:M1", parts[0].amount), Line(OWED, -parts[0].amount))
        self.post(*payment_lines(OWED, parts[0].amount))
        self.paid += 1
        assert self.worth >= collective


WARN = Shortage.WARN
DEEDS = st.sampled_from(
    [Workshop.sell, Workshop.buy, Workshop.fill, Workshop.pay, Workshop.share, Workshop.pay_out]
)


@given(st.lists(st.tuples(DEEDS, st.integers(1, 1000)), max_size=40))
def test_members_capital_and_collective_funds_are_the_net_worth_whatever_happens(deeds):
    coop = Workshop()
    for deed, amount in deeds:
        try:
            deed(coop, amount)
        except RuleViolation:
            continue
        assert sum(coop.capital) + sum(map(coop.held, FUNDS)) + coop.result == coop.worth
        assert min(coop.capital) >= 0
        assert coop.held(PAY_FUND) >= 0
        assert sum(coop.books.values()) == 0
