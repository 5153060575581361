"""The co-op's own log, members and prices as the plain inputs of the wage rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import zip_longest

from sqlalchemy import select

from app.db import db
from app.members.dependants import confirmed_dependants
from app.members.models import Dependants, Membership, Standing
from app.members.models import Member as Person
from app.production.queries import confirmed_work, norms_timeline, rates_timeline, unsigned_work
from app.production.rules.valuations import Valid
from app.wages.kinds import AdjustmentKind
from app.wages.models import Adjustment, Grading
from app.wages.rules.spans import Span
from app.wages.rules.work import Member, Prices, Timeline, Version, WorkLine
from app.wages.rules.work import Standing as WageStanding


@dataclass(frozen=True, slots=True)
class People:
    """Those who belonged to the co-op in a span, by number: the published order in which
    left-over cents are dealt out."""

    members: list[Member]
    ids: Mapping[str, int]

    @property
    def keys(self) -> Mapping[int, str]:
        return {member_id: key for key, member_id in self.ids.items()}


def members_over(span: Span) -> People:
    """Candidates and full members of any day of the span."""
    names = _labels()
    standings, unpaid = _standings(), _unpaid_absences()
    members, ids = [], {}
    for person_id, membership in _memberships().items():
        if membership.common(span) is None:
            continue
        key = names[person_id]
        ids[key] = person_id
        members.append(
            Member(
                key,
                membership,
                membership.first,
                Timeline(standings.get(person_id, ())),
                unpaid.get(person_id, ()),
            )
        )
    return People(members, ids)


def _labels() -> dict[int, str]:
    """Names; with the number where two bear the same. By number."""
    rows = db.session.execute(select(Person.id, Person.number, Person.name).order_by(Person.number))
    people = rows.all()
    known = Counter(name for _, _, name in people)
    return {
        person_id: name if known[name] == 1 else f"{name} ({number})"
        for person_id, number, name in people
    }


def _memberships() -> dict[int, Span]:
    """From the first standing to the day before leaving, by member number."""
    rows = db.session.execute(
        select(Membership.member_id, Membership.standing, Membership.from_on)
        .join(Person, Person.id == Membership.member_id)
        .order_by(Person.number, Membership.from_on, Membership.id)
    )
    spans: dict[int, Span] = {}
    for person_id, standing, from_on in rows:
        joined = spans[person_id].first if person_id in spans else from_on
        left = standing is Standing.LEFT
        spans[person_id] = Span(joined, from_on - timedelta(days=1) if left else date.max)
    return spans


def _standings() -> dict[int, tuple[Version[WageStanding], ...]]:
    """Grade and dependants over time, by member. A version ends where either changes."""
    gradings: dict[int, dict[date, Grading]] = {}
    for grading in db.session.scalars(select(Grading)):
        gradings.setdefault(grading.member_id, {})[grading.from_on] = grading
    dependants: dict[int, dict[date, Dependants]] = {}
    for fact in confirmed_dependants():
        dependants.setdefault(fact.member_id, {})[fact.from_on] = fact
    return {
        member_id: tuple(_versions(gradings.get(member_id, {}), dependants.get(member_id, {})))
        for member_id in gradings.keys() | dependants.keys()
    }


def _versions(
    gradings: Mapping[date, Grading], dependants: Mapping[date, Dependants]
) -> Iterator[Version[WageStanding]]:
    days = sorted(gradings.keys() | dependants.keys())
    grading, fact = None, None
    for first, following in zip_longest(days, days[1:]):
        grading, fact = gradings.get(first, grading), dependants.get(first, fact)
        standing = WageStanding(
            grading.grade if grading else "",
            grading.coefficient if grading else None,
            adults=fact.adults if fact else 0,
            children=fact.children if fact else 0,
        )
        last = following - timedelta(days=1) if following else date.max
        yield Version(standing, Span(first, last), str(grading.decision_id) if grading else "")


def _unpaid_absences() -> dict[int, tuple[Span, ...]]:
    """Absences that nothing is paid for, by member, in the order of their days."""
    days: dict[int, list[Span]] = {}
    rows = select(Adjustment.member_id, Adjustment.from_on, Adjustment.to_on).where(
        Adjustment.kind == AdjustmentKind.ABSENCE,
        Adjustment.amount == 0,
        Adjustment.withdrawn_at.is_(None),
    )
    for member_id, first, last in db.session.execute(rows.order_by(Adjustment.from_on)):
        days.setdefault(member_id, []).append(Span(first, last or first))
    return {member_id: tuple(own) for member_id, own in days.items()}


def prices() -> Prices:
    """Piece rates and norms by item code; the key of each is its decision."""
    return Prices(_timelines(rates_timeline()), _timelines(norms_timeline()))


def _timelines(values: Mapping[str, tuple[Valid, ...]]) -> dict[str, Timeline[Fraction]]:
    return {
        item: Timeline(
            tuple(
                Version(one.value, Span(one.from_on, one.to_on or date.max), str(one.decision_id))
                for one in versions
            )
        )
        for item, versions in values.items()
    }


def lines_of(span: Span, people: People) -> Iterator[WorkLine]:
    """The confirmed entries of the span: a crew's quantity once, each member's time beside it.
    The time of someone who was no member is left out: the log takes none."""
    keys = people.keys
    for work in confirmed_work(span.first, span.last):
        entry = str(work.entry_id)
        # Two entries of one crew on one day stay two shifts, each with its own people.
        crew = f"{work.crew} #{entry}" if work.crew else ""
        if crew:
            yield WorkLine(
                work.on, "", work.item, work.quantity, work.rejects, crew=crew, key=entry
            )
        made = (Fraction(0), Fraction(0)) if crew else (work.quantity, work.rejects)
        for time in work.labour:
            if time.member_id not in keys:
                continue
            yield WorkLine(
                work.on,
                keys[time.member_id],
                work.item,
                *made,
                Fraction(time.minutes),
                time.kind,
                crew,
                entry,
            )
            made = (Fraction(0), Fraction(0))  # an entry's quantity counts once


def unsigned_lines(span: Span, people: People) -> Iterator[WorkLine]:
    """Each member's time in entries that nobody has signed for and nobody disputes, without what
    was made: that waits for a signature."""
    keys = people.keys
    for work in unsigned_work(span.first, span.last):
        for time in work.labour:
            if time.member_id in keys and time.minutes:
                yield WorkLine(
                    work.on,
                    keys[time.member_id],
                    work.item,
                    minutes=Fraction(time.minutes),
                    kind=time.kind,
                    key=str(work.entry_id),
                )
