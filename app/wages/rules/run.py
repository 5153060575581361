"""A pay run: payslips from frozen inputs, line by line, from what was earned to what is paid out.

The inputs are everything the pay depends on, in plain data with a hash. Anyone who holds them
computes the same pay again, to the cent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from app.errors import RuleViolation
from app.money import Money, digits, round_half_up
from app.sentences import Sentence, say
from app.wages.kinds import AdjustmentKind, LineKind
from app.wages.rules.earned import Inputs, Line, earned
from app.wages.rules.explain import Explanation
from app.wages.rules.legal_profile import law_on
from app.wages.rules.net import NO_LIMITS, ORDER, Claim, Limits, Taken, settle
from app.wages.rules.spans import Span


class CurrenciesMixed(RuleViolation):
    sentence = say("A pay run pays in one currency: several are not added up.")


@dataclass(frozen=True, slots=True)
class Due:
    """An adjustment that a run is to take up: what is left of it, in minor units, and what it
    rests on, a decision or what `basis` says."""

    key: int
    member_id: int
    kind: AdjustmentKind
    span: Span
    amount: int
    why: Sentence
    most: int | None = None
    decision: int | None = None
    basis: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A period paid already, as it stands now: what was paid for it so far, by member in minor
    units, and the decision by which a difference is booked."""

    run: int
    period: Inputs
    paid: Mapping[int, int]
    decision: int


@dataclass(frozen=True, slots=True)
class RunInputs:
    """What a run is computed from. A correcting run has no `period` of its own."""

    currency: str
    span: Span
    period: Inputs | None
    dues: tuple[Due, ...] = ()
    past: tuple[Past, ...] = ()
    limits: Limits = NO_LIMITS


@dataclass(frozen=True, slots=True)
class Slip:
    """gross + additions - deductions = net, in minor units; net is the sum of the lines."""

    member_id: int
    lines: tuple[Line, ...]

    @property
    def gross(self) -> int:
        return sum(line.amount for line in self.lines if line.kind.is_gross)

    @property
    def additions(self) -> int:
        return sum(line.amount for line in self.lines if line.kind.is_added)

    @property
    def deductions(self) -> int:
        return -sum(line.amount for line in self.lines if line.kind.is_taken)

    @property
    def net(self) -> int:
        return sum(line.amount for line in self.lines)


OwnLines = dict[int, list[Line]]
"""By member id."""


def compute_run(inputs: RunInputs) -> list[Slip]:
    """The payslips of a run by member, who has nothing to be paid left out.
    Raises CurrenciesMixed, NoSchemeInForce, NotComputable."""
    periods = [past.period for past in inputs.past] + ([inputs.period] if inputs.period else [])
    if any(period.currency != inputs.currency for period in periods):
        raise CurrenciesMixed
    lines: OwnLines = defaultdict(list)
    if inputs.period is not None:
        found = earned(inputs.period)
        for key, member_id in inputs.period.ids.items():
            if own := found.lines(key):
                lines[member_id] += own
    for past in inputs.past:
        for member_id, line in _differences(past).items():
            lines[member_id].append(line)
    for due in inputs.dues:
        if due.kind in _PAID:
            lines[due.member_id].append(_line(due, due.amount, inputs.currency))
    claims: dict[int, list[Due]] = defaultdict(list)
    for due in inputs.dues:
        if due.kind in ORDER:
            claims[due.member_id].append(due)
    return [
        Slip(member_id, (*own, *_taken(own, claims[member_id], inputs)))
        for member_id, own in lines.items()
    ]


_PAID = {
    AdjustmentKind.ABSENCE: LineKind.ABSENCE,
    AdjustmentKind.ADDITION: LineKind.ADDITION,
}


def limits_on(period: Inputs) -> Limits:
    """What the law of the period's last day protects from deductions."""
    law = law_on(period.span.last, period.laws)
    if law is None:
        return NO_LIMITS
    scale = 10 ** digits(period.currency)
    return Limits(law.legal.deduct_at_most, round_half_up(law.legal.protected * scale))


def _differences(past: Past) -> dict[int, Line]:
    """What a past period comes to now, less what was paid for it: one line a member."""
    found = earned(past.period)
    keys = {member_id: key for key, member_id in past.period.ids.items()}
    now = Counter({member_id: found.amount(key) for member_id, key in keys.items()})
    currency = past.period.currency
    lines = {}
    for member_id in dict.fromkeys([*keys, *past.paid]):
        paid = past.paid.get(member_id, 0)
        if difference := now[member_id] - paid:
            own = found.lines(keys[member_id]) if member_id in keys else []
            sentence = say(
                "Difference for %(first)s to %(last)s: it comes to %(now)s now, and %(paid)s was "
                "paid",
                first=past.period.span.first,
                last=past.period.span.last,
                now=Money(now[member_id], currency),
                paid=Money(paid, currency),
            )
            told = Explanation(
                "difference",
                past.period.span,
                _major(difference, currency),
                sentence,
                parts=tuple(line.why for line in own),
            )
            lines[member_id] = Line(
                difference, told, past.decision, LineKind.DIFFERENCE, corrects=past.run
            )
    return lines


def _taken(own: Iterable[Line], dues: list[Due], inputs: RunInputs) -> list[Line]:
    """The lines below the pay: what stays owed, and what is taken off."""
    gross = sum(line.amount for line in own if line.kind.is_gross)
    additions = sum(line.amount for line in own if line.kind.is_added)
    differences = sum(line.amount for line in own if line.kind is LineKind.DIFFERENCE)
    back = max(0, -differences)
    claims = {due.key: due for due in dues}
    asked = [Claim(due.key, due.kind, due.amount, due.most) for due in dues]
    net = settle(gross + back, additions, asked, inputs.limits, back)
    lines = [_owed(net.owed, inputs)] if net.owed else []
    return lines + [_claimed(claims[one.claim.key], one, inputs.currency) for one in net.taken]


def _owed(amount: int, inputs: RunInputs) -> Line:
    sentence = say(
        "Stays owed: taken from later pay, which never falls below zero or what the law leaves"
    )
    why = Explanation("owed", inputs.span, _major(amount, inputs.currency), sentence)
    return Line(amount, why, None, LineKind.OWED)


def _claimed(due: Due, taken: Taken, currency: str) -> Line:
    line = _line(due, -taken.amount, currency)
    if not taken.carried:
        return line
    rest = Money(taken.carried, currency)
    note = say("%(rest)s of it waits for the next run.", rest=rest)
    return replace(line, why=replace(line.why, notes=(note,)))


def _line(due: Due, amount: int, currency: str) -> Line:
    why = Explanation(due.kind.value, due.span, _major(amount, currency), due.why, basis=due.basis)
    kind = _PAID.get(due.kind) or LineKind(due.kind.value)
    return Line(amount, why, due.decision, kind, adjustment=due.key)


def _major(amount: int, currency: str) -> Fraction:
    return Fraction(amount, 10 ** digits(currency))
