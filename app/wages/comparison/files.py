"""A comparison to hand around: as a document, and as a workbook.

The document has nothing of single members: it is read in the assembly. The workbook has their pay
for who may read all pay.
"""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from app.coop import founded_coop
from app.documents.pdf import Column, Document, Table, Text
from app.money import Money
from app.wages.comparison.course import Groups
from app.wages.comparison.figures import Shown, difference
from app.wages.models import Comparison
from app.wages.rules.evenness import Group
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
    months = [(month.name, tuple(map(money, month.bills))) for month in shown.months]
    left = [(month.name, tuple(map(money, month.left))) for month in shown.months if month.left]
    yield from _across(gettext("The schemes side by side"), gettext("Figure"), names, figures)
    if len(months) > 1:
        title = gettext("The bill month by month")
        yield from _across(title, gettext("Month"), names, months)
    if left:
        title = gettext("What the fund has left after each month")
        yield from _across(title, gettext("Month"), names, left)
    for drawn in (shown.spread, shown.frontier):
        if drawn is not None:
            head, *others = drawn.table.heads
            columns = [Column(head), *(Column(name, figure=True) for name in others)]
            rows = [tuple((cell,) for cell in row) for row in drawn.table.rows]
            yield Table(drawn.title, columns, rows)
    yield from map(_group_table, shown.groups)


def _group_table(groups: Groups) -> Table:
    counts = (gettext("Members"), gettext("Get more"), gettext("Get less"), gettext("Get the same"))
    columns = [Column(name, figure=True) for name in (*counts, gettext("Middle change"))]
    rows = [
        tuple((str(cell),) for cell in (*_group_cells(row), difference(int(row.median_change))))
        for row in groups.rows
    ]
    return Table(_group_title(groups), [Column(_group_kind(groups)), *columns], rows)


def _group_title(groups: Groups) -> str:
    if groups.kind == "site":
        title = gettext("Who gains and loses by site under “%(scheme)s”", scheme=groups.scheme)
    else:
        title = gettext("Who gains and loses by grade under “%(scheme)s”", scheme=groups.scheme)
    return str(title)


def _group_kind(groups: Groups) -> str:
    return str(gettext("Site") if groups.kind == "site" else gettext("Grade"))


def _group_cells(row: Group) -> tuple[str, int, int, int, int]:
    name = gettext("All others together") if row.name is None else row.name
    return name, row.members, row.winners, row.losers, row.unchanged


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
    if shown.exceeded:
        yield Text(gettext("Against the fund"), shown.exceeded)


def _cautions(shown: Shown) -> Iterator[Text]:
    for scheme in shown.schemes:
        if scheme.cautions:
            title = gettext("Worth knowing about “%(scheme)s”", scheme=scheme.name)
            yield Text(title, scheme.cautions)


def _meanings(shown: Shown) -> Text:
    told = [f"{row.name}: {row.meaning}" for row in shown.rows]
    return Text(gettext("What these figures mean"), told)


def comparison_sheets(shown: Shown) -> list[Sheet]:
    """All figures as they are shown and, where they are the reader's to see, all members' pay;
    amounts as numbers. Tables without rows are left out."""
    names = [scheme.name for scheme in shown.schemes]
    month = [gettext("Month"), *names]
    sheets = [
        Sheet(
            gettext("Figures"),
            [gettext("Figure"), *names, gettext("What it means")],
            [[row.name, *row.values, row.meaning] for row in shown.rows],
        ),
        Sheet(
            gettext("Bills"),
            month,
            [[one.name, *(bill.exact for bill in one.bills)] for one in shown.months],
        ),
        Sheet(
            gettext("What the fund has left"),
            month,
            [[one.name, *(left.exact for left in one.left)] for one in shown.months if one.left],
        ),
        _changes_sheet(shown),
        _groups_sheet(shown),
        *_drawn_sheets(shown),
        Sheet(
            gettext("Worth knowing"),
            [gettext("Scheme"), gettext("Worth knowing")],
            [[scheme.name, caution] for scheme in shown.schemes for caution in scheme.cautions],
        ),
        Sheet(
            gettext("Members"),
            [gettext("Member"), *names],
            [[name, *(amount.exact for amount in amounts)] for name, amounts in shown.members],
        ),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _changes_sheet(shown: Shown) -> Sheet:
    against = [(scheme, scheme.data["against_first"]) for scheme in shown.schemes[1:]]
    return Sheet(
        gettext("Changes"),
        [gettext("Scheme"), *_change_heads()],
        [
            [
                scheme.name,
                *(str(counts[name]) for name in ("winners", "losers", "unchanged")),
                scheme.middle_change.exact,
            ]
            for scheme, counts in against
        ],
    )


def _change_heads() -> list[str]:
    counts = (gettext("Get more"), gettext("Get less"), gettext("Get the same"))
    return [*counts, gettext("Middle change")]


def _groups_sheet(shown: Shown) -> Sheet:
    return Sheet(
        gettext("Sites and grades"),
        [
            gettext("Site or grade"),
            gettext("Site"),
            gettext("Scheme"),
            gettext("Members"),
            *_change_heads(),
        ],
        [
            [name, kind, groups.scheme, *map(str, counts), change.exact]
            for groups in shown.groups
            for kind in [_group_kind(groups)]
            for row in groups.rows
            for name, *counts in [_group_cells(row)]
            for change in [Money(int(row.median_change), shown.currency)]
        ],
    )


def _drawn_sheets(shown: Shown) -> list[Sheet]:
    drawn = [one for one in (shown.spread, shown.frontier) if one is not None]
    return [Sheet(one.title, one.table.heads, one.table.rows) for one in drawn]


def comparison_rows(shown: Shown) -> Iterator[tuple[str, str, str, str]]:
    """The same in one list: table, row, column, value."""
    for sheet in comparison_sheets(shown):
        for name, *cells in sheet.rows:
            for column, cell in zip(sheet.heading[1:], cells, strict=True):
                yield sheet.name, name, column, str(cell)
