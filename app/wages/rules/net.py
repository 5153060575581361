"""From gross to net, in the order of operations of `docs/treasurer.md`.

Gross pay first; then what is added; then what is taken off: goods and advances, which the member
has had already, pay that was too much, and last the deductions for others. What would leave less
than nothing, or less than the law protects, is not taken: it is carried to the next run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.wages.kinds import AdjustmentKind

ORDER = (
    AdjustmentKind.GOODS,
    AdjustmentKind.ADVANCE,
    AdjustmentKind.OVERPAID,
    AdjustmentKind.DEDUCTION,
)
_HAD_ALREADY = frozenset({AdjustmentKind.GOODS, AdjustmentKind.ADVANCE})


@dataclass(frozen=True, slots=True)
class Limits:
    """What the law leaves a member: `share` is the most of gross pay and additions that pay that
    was too much (also where the run itself finds it as a difference) and deductions take together,
    `protected` what they must leave, in minor units.
    Goods and advances were pay already, and are only kept from going below zero."""

    share: Fraction | None = None
    protected: int = 0


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Claim:
    """What is still to be taken off a member's pay: minor units, above zero. `most` is what one
    run takes at most. `key` names the adjustment."""

    key: int
    kind: AdjustmentKind
    amount: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    claim: Claim
    amount: int

    @property
    def carried(self) -> int:
        """What waits for the next run."""
        return self.claim.amount - self.amount


@dataclass(frozen=True, slots=True)
class Net:
    """gross + additions + owed - deductions = net, all in minor units; net is never below zero.

    Pay may be below zero, and a difference may take back more than the law lets be taken: `owed`
    is that part, which stays owed and is taken from later pay.
    """

    gross: int
    additions: int
    owed: int
    taken: tuple[Taken, ...]

    @property
    def deductions(self) -> int:
        return sum(one.amount for one in self.taken)

    @property
    def net(self) -> int:
        return self.gross + self.additions + self.owed - self.deductions


def settle(
    earned: int, additions: int, claims: Iterable[Claim], limits: Limits = NO_LIMITS, back: int = 0
) -> Net:
    """What is paid out of what was earned and added, claims taken in `ORDER` and, within a kind,
    as they come. `back`: what differences for periods paid before take back of it, the first of
    the pay that was too much."""
    available = max(0, earned + additions)
    difference = Claim(0, AdjustmentKind.OVERPAID, back)
    taken = list(_taken(available, [difference, *claims], limits))
    owed = available - earned - additions
    owed += next(one.carried for one in taken if one.claim is difference)
    claimed = tuple(one for one in taken if one.claim is not difference)
    return Net(earned - back, additions, owed, claimed)


def _taken(available: int, claims: Iterable[Claim], limits: Limits) -> Iterator[Taken]:
    left, for_others = available, _limit(available, limits)
    for claim in sorted(claims, key=lambda claim: ORDER.index(claim.kind)):
        room = left
        if claim.kind not in _HAD_ALREADY:
            room = max(0, min(for_others, left - limits.protected))
        amount = min(claim.amount, room, claim.amount if claim.most is None else claim.most)
        left -= amount
        if claim.kind not in _HAD_ALREADY:
            for_others -= amount
        yield Taken(claim, amount)


def _limit(available: int, limits: Limits) -> int:
    """Whole minor units; what is left over stays the member's."""
    return available if limits.share is None else int(available * limits.share)


def carried(taken: Sequence[Taken]) -> int:
    """Minor units that wait for the next run."""
    return sum(one.carried for one in taken)
