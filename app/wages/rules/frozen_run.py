"""All that a pay run was computed from as plain data: its period, past ones, and what is due."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from app.sentences import Sentence
from app.wages.kinds import AdjustmentKind
from app.wages.rules import frozen
from app.wages.rules.net import Limits
from app.wages.rules.run import Due, Past, RunInputs
from app.wages.rules.spans import Span


def to_json(inputs: RunInputs) -> dict[str, Any]:
    """The inputs as plain data; numbers are exact strings."""
    share = inputs.limits.share
    return {
        "currency": inputs.currency,
        "span": _span(inputs.span),
        "period": frozen.to_json(inputs.period) if inputs.period else None,
        "past": [_past(past) for past in inputs.past],
        "dues": [_due(due) for due in inputs.dues],
        "limits": [None if share is None else str(share), inputs.limits.protected],
    }


def from_json(data: Mapping[str, Any]) -> RunInputs:
    """The inputs again, equal to those that `to_json` wrote."""
    share, protected = data["limits"]
    return RunInputs(
        currency=data["currency"],
        span=_read_span(data["span"]),
        period=frozen.from_json(data["period"]) if data["period"] else None,
        dues=tuple(_read_due(due) for due in data["dues"]),
        past=tuple(_read_past(past) for past in data["past"]),
        limits=Limits(None if share is None else Fraction(share), protected),
    )


def _past(past: Past) -> dict[str, Any]:
    return {
        "run": past.run,
        "period": frozen.to_json(past.period),
        "paid": [[member_id, amount] for member_id, amount in past.paid.items()],
        "decision": past.decision,
    }


def _read_past(data: Mapping[str, Any]) -> Past:
    paid = dict(data["paid"])
    return Past(data["run"], frozen.from_json(data["period"]), paid, data["decision"])


def _due(due: Due) -> dict[str, Any]:
    return {
        "key": due.key,
        "member": due.member_id,
        "kind": due.kind.value,
        "span": _span(due.span),
        "amount": due.amount,
        "why": due.why.to_json(),
        "most": due.most,
        "decision": due.decision,
        "basis": due.basis.to_json() if due.basis else None,
    }


def _read_due(data: Mapping[str, Any]) -> Due:
    return Due(
        data["key"],
        data["member"],
        AdjustmentKind(data["kind"]),
        _read_span(data["span"]),
        data["amount"],
        Sentence.from_json(data["why"]),
        data["most"],
        data["decision"],
        Sentence.from_json(data["basis"]) if data["basis"] else None,
    )


def _span(span: Span) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


def _read_span(data: list[str]) -> Span:
    return Span(date.fromisoformat(data[0]), date.fromisoformat(data[1]))
