"""Why a payslip has its amounts: lines and their reasons in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from app.record.models import Decision
from app.sentences import Sentence
from app.wages.kinds import LineKind
from app.wages.models import PayLine, Payslip
from app.wages.payslips import queries as payslip_queries
from app.web.language import speak


@dataclass(frozen=True, slots=True)
class UseShown:
    """A piece rate at work on a payslip, and the decision that set it."""

    item: str
    quantity: Fraction
    rate: Fraction
    amount: Fraction
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ReasonShown:
    sentence: str
    amount: Fraction
    counted: bool
    parts: tuple["ReasonShown", ...]
    uses: tuple[UseShown, ...]
    notes: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether more can be said than its sentence."""
        return bool(self.parts or self.uses or self.notes)


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a payslip with the decision it rests on, or what `basis` says instead."""

    kind: LineKind
    amount: int
    reason: ReasonShown
    decision: Decision | None
    basis: str


def lines(slip: Payslip) -> list[LineShown]:
    """The lines of a payslip with their reasons in the reader's language."""
    rows: Sequence[PayLine] = payslip_queries.lines_with_decisions(slip.id)
    keys = {key for row in rows for key in _decision_keys(row.trace)}
    known = payslip_queries.decisions(int(key) for key in keys if key.isdigit())
    return [
        LineShown(row.kind, row.amount, _reason(row.trace, known), row.decision, _basis(row.trace))
        for row in rows
    ]


def sums(slip: Payslip, own: Sequence[LineShown]) -> list[tuple[str, int, list[LineShown]]]:
    """The parts of a payslip in their order: what each is called, what it comes to in minor
    units, and its lines."""
    return [
        (gettext("Gross pay"), slip.gross, [line for line in own if line.kind.is_gross]),
        (gettext("Added"), slip.additions, [line for line in own if line.kind.is_added]),
        (gettext("Taken off"), -slip.deductions, [line for line in own if line.kind.is_taken]),
    ]


def _basis(trace: Mapping[str, Any]) -> str:
    return speak(Sentence.from_json(trace["basis"])) if trace["basis"] else ""


def _decision_keys(trace: Mapping[str, Any]) -> list[str]:
    own = [line["decision"] for line in trace["rates"]]
    return own + [key for part in trace["parts"] for key in _decision_keys(part)]


def _reason(trace: Mapping[str, Any], known: Mapping[int, Decision]) -> ReasonShown:
    return ReasonShown(
        speak(Sentence.from_json(trace["sentence"])),
        Fraction(trace["amount"]),
        trace["counted"],
        tuple(_reason(part, known) for part in trace["parts"]),
        tuple(_use(line, known) for line in trace["rates"]),
        tuple(speak(Sentence.from_json(note)) for note in trace["notes"]),
    )


def _use(line: Mapping[str, str], known: Mapping[int, Decision]) -> UseShown:
    decision = line["decision"]
    quantity, rate = Fraction(line["quantity"]), Fraction(line["rate"])
    return UseShown(
        line["item"],
        quantity,
        rate,
        quantity * rate,
        known.get(int(decision)) if decision.isdigit() else None,
    )
