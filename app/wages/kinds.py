"""The kinds of lines on a payslip, and of what pay has beside the scheme."""

from enum import StrEnum


class LineKind(StrEnum):
    """What a line of a payslip is. The first group is gross pay, the second is added to it, the
    third taken off."""

    PAY = "pay"
    LAW = "law"
    ABSENCE = "absence"
    DIFFERENCE = "difference"

    ADDITION = "addition"
    OWED = "owed"
    """What a difference took beyond the pay: it stays owed and is taken from later pay."""

    GOODS = "goods"
    ADVANCE = "advance"
    OVERPAID = "overpaid"
    DEDUCTION = "deduction"

    @property
    def is_gross(self) -> bool:
        return self in _GROSS

    @property
    def is_added(self) -> bool:
        return self in _ADDED

    @property
    def is_taken(self) -> bool:
        return not (self.is_gross or self.is_added)


_GROSS = frozenset({LineKind.PAY, LineKind.LAW, LineKind.ABSENCE, LineKind.DIFFERENCE})
_ADDED = frozenset({LineKind.ADDITION, LineKind.OWED})


class AdjustmentKind(StrEnum):
    """What a member's pay has beside the scheme; each makes lines of the same kind."""

    ABSENCE = "absence"
    ADDITION = "addition"
    GOODS = "goods"
    ADVANCE = "advance"
    OVERPAID = "overpaid"
    DEDUCTION = "deduction"


class AbsenceKind(StrEnum):
    HOLIDAY = "holiday"
    SICKNESS = "sickness"
    CARE = "care"
    OTHER = "other"
