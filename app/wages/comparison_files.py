"""A comparison to hand around: as a document, and as a workbook.

The document has nothing of single members: it is read in the assembly. The workbook has their pay
for who may read all pay.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext

from app.coop import founded_coop
from app.documents.pdf import Column, Document, Table, Text
from app.money import Money, digits, minor_text
from app.wages.figures import Shown
from app.wages.models import Comparison
from app.web.exports import Sheet
from app.web.language import day, money

_ACROSS = 4
"""So many schemes stand side by side on paper; more go on in a second table."""


def comparison_document(comparison: Comparison, shown: Shown) -> Document:
    """In the reader's language."""
    names = ", ".join(scheme.name for scheme in shown.schemes)
    return Document(
        title=gettext("Wage schemes compared: %(schemes)s", schemes=names),
        house=founded_coop().name,
        state=gettext(
            "On the confirmed work of %(first)s to %(last)s, %(members)s members. Nothing is "
            "decided by comparing.",
            first=day(comparison.from_on),
            last=day(comparison.to_on),
            members=comparison.result["members"],
        ),
        facts=[(scheme.name, scheme.hash[:12]) for scheme in shown.schemes],
        parts=[*_tables(shown), *_changes(shown), *_cautions(shown), _meanings(shown)],
        foot=gettext("Computed from inputs with the hash %(hash)s.", hash=comparison.inputs_hash),
    )


def _tables(shown: Shown) -> Iterator[Table]:
    names = [scheme.name for scheme in shown.schemes]
    figures = [(row.name, row.values) for row in shown.rows]
    months = [(month.name, tuple(money(bill) for bill in month.bills)) for month in shown.months]
    yield from _across(gettext("The schemes side by side"), gettext("Figure"), names, figures)
    if len(months) > 1:
        title = gettext("The bill month by month")
        yield from _across(title, gettext("Month"), names, months)


def _across(
    title: str, head: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[Table]:
    """A table with a scheme in each column, in parts that fit the paper."""
    for start in range(0, len(names), _ACROSS):
        part = slice(start, start + _ACROSS)
        columns = [Column(name, figure=True) for name in names[part]]
        cells = [((name,), *((value,) for value in values[part])) for name, values in rows]
        yield Table(title, [Column(head), *columns], cells)


def _changes(shown: Shown) -> Iterator[Text]:
    first, *others = shown.schemes
    if others:
        told = [f"{scheme.name}: {scheme.changes}" for scheme in others]
        yield Text(gettext("Against “%(first)s”:", first=first.name), told)


def _cautions(shown: Shown) -> Iterator[Text]:
    for scheme in shown.schemes:
        if scheme.cautions:
            title = gettext("Worth knowing about “%(scheme)s”", scheme=scheme.name)
            yield Text(title, scheme.cautions)


def _meanings(shown: Shown) -> Text:
    told = [f"{row.name}: {row.meaning}" for row in shown.rows]
    return Text(gettext("What these figures mean"), told)


def comparison_sheets(shown: Shown) -> list[Sheet]:
    """The figures as they are shown, the bills of each period and, where they are the reader's to
    see, all members' pay as numbers."""
    names = [scheme.name for scheme in shown.schemes]
    sheets = [
        Sheet(
            gettext("Figures"),
            [gettext("Figure"), *names, gettext("What it means")],
            [[row.name, *row.values, row.meaning] for row in shown.rows],
        ),
        Sheet(
            gettext("Bills"),
            [gettext("Month"), *names],
            [[month.name, *map(_number, month.bills)] for month in shown.months],
        ),
    ]
    if shown.members:
        sheets.append(
            Sheet(
                gettext("Members"),
                [gettext("Member"), *names],
                [[name, *map(_number, amounts)] for name, amounts in shown.members],
            )
        )
    return sheets


def _number(amount: Money) -> Decimal:
    return Decimal(minor_text(amount.minor, digits(amount.currency)))
