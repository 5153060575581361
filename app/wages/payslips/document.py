"""A payslip on paper: what the page says, in the member's language."""

from collections.abc import Iterator, Sequence

from flask_babel import get_locale, gettext

from app.coop import founded_coop
from app.documents.pdf import Cell, Column, Document, Table
from app.members.rules import masked
from app.record.models import Decision
from app.wages.models import Payslip
from app.wages.payslips import queries as payslip_queries
from app.wages.payslips import reasons
from app.wages.payslips.reasons import LineShown, ReasonShown, UseShown
from app.wages.runs import payments
from app.web.language import day, figure, in_language, minor, moment, through


def on_paper(slip: Payslip) -> tuple[Document, str]:
    """What the payslip says, and the language it says it in: the member's, whoever reads."""
    language = slip.member.language or str(get_locale())
    with in_language(language):
        return payslip_document(slip), language


def payslip_document(slip: Payslip) -> Document:
    lines = reasons.lines(slip)
    sums = reasons.sums(slip, lines)
    return Document(
        title=gettext("Payslip of %(name)s", name=slip.member.name),
        house=founded_coop().name,
        state=_state(slip),
        facts=_facts(slip),
        parts=[
            _summary(slip, sums),
            *(_part(name, amount, own) for name, amount, own in sums if own),
        ],
        foot=gettext("Computed from inputs with the hash %(hash)s.", hash=slip.run.inputs_hash),
    )


def _state(slip: Payslip) -> str:
    if slip.run.approved_at is None:
        return str(
            gettext("A draft of %(amount)s: the run is not approved yet.", amount=minor(slip.net))
        )
    return str(
        gettext(
            "%(amount)s for %(days)s, approved on %(at)s.",
            amount=minor(slip.net),
            days=through(slip.run.from_on, slip.run.to_on),
            at=moment(slip.run.approved_at),
        )
    )


def _facts(slip: Payslip) -> list[tuple[str, str]]:
    period = gettext("%(first)s to %(last)s", first=day(slip.run.from_on), last=day(slip.run.to_on))
    so_far = payslip_queries.year_to_date(slip)
    told = gettext(
        "%(gross)s gross, %(net)s paid out", gross=minor(so_far.gross), net=minor(so_far.net)
    )
    return [
        (gettext("Employer"), founded_coop().name),
        (gettext("Member"), f"{slip.member.number} {slip.member.name}"),
        (gettext("Pay period"), period),
        (gettext("Pay day"), _pay_day(slip)),
        (gettext("This year so far"), told),
    ]


def _pay_day(slip: Payslip) -> str:
    """When and how it was paid; the account only by its end."""
    paid = payments.payment_of(slip)
    if paid is None:
        return str(gettext("Not paid out yet."))
    on = day(paid.on)
    if paid.iban is None:
        return str(gettext("%(day)s, in cash", day=on))
    return str(gettext("%(day)s, to %(iban)s", day=on, iban=masked(paid.iban)))


def _summary(slip: Payslip, sums: Sequence[tuple[str, int, list[LineShown]]]) -> Table:
    rows = [((name,), (minor(amount),)) for name, amount, _ in sums]
    return Table(
        gettext("What it comes to"),
        _columns(),
        rows,
        [(gettext("Paid out"),), (minor(slip.net),)],
    )


def _part(name: str, amount: int, own: Sequence[LineShown]) -> Table:
    rows = [(_line(line), (minor(line.amount),)) for line in own]
    return Table(name, _columns(), rows, [(gettext("Together"),), (minor(amount),)])


def _columns() -> list[Column]:
    return [Column(gettext("What for")), Column(gettext("Amount"), figure=True)]


def _line(line: LineShown) -> Cell:
    rests_on = _decision(line.decision) if line.decision else line.basis
    told = [gettext("Rests on: %(title)s", title=rests_on)] if rests_on else []
    return (line.reason.sentence, *_why(line.reason), *told)


def _why(reason: ReasonShown) -> Iterator[str]:
    """The reasons inside a reason, each on a line of its own."""
    yield from (_use(use) for use in reason.uses)
    yield from reason.notes
    for part in reason.parts:
        taken = "" if part.counted else f" ({gettext('not taken')})"
        yield f"– {part.sentence}: {figure(part.amount, 2)}{taken}"
        yield from (f"   {line}" for line in _why(part))


def _use(use: UseShown) -> str:
    told: str = gettext(
        "%(quantity)s %(item)s × %(rate)s = %(amount)s",
        quantity=figure(use.quantity),
        item=use.item,
        rate=figure(use.rate),
        amount=figure(use.amount, 2),
    )
    if use.decision is None:
        return told
    return f"{told} · {gettext('rate by')} {_decision(use.decision)}"


def _decision(decision: Decision) -> str:
    """Motion 12: Hourly pay, carried 31 : 7 : 4."""
    if decision.motion_id is None:
        return str(gettext(decision.title))
    motion = gettext("Motion %(number)s", number=decision.motion_number)
    tally = f", {gettext('carried %(tally)s', tally=decision.tally)}" if decision.tally else ""
    return f"{motion}: {decision.title}{tally}"
