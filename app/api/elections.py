"""Elections as callers read them."""

from datetime import date, datetime

from app.api.values import Answer
from app.elections import queries
from app.elections.models import Candidacy as KeptCandidacy
from app.elections.models import Election as Kept
from app.elections.page import ElectionPage, page_of
from app.members.models import Office
from app.motions.models import Method
from app.motions.rules.course import State


class ElectionLine(Answer):
    """An election, named by its motion; `standing`: how many stand by now."""

    motion_id: int
    number: int | None
    title: str
    nominations_until: datetime
    closed_at: datetime | None
    put_at: datetime | None
    decided_at: datetime | None
    withdrawn_at: datetime | None
    standing: int


class Candidacy(Answer):
    """Somebody who was nominated, and stands once they have accepted. `lot`: the SHA-256 of
    SEED|NUMBER, NUMBER being theirs in the register; the smallest stands first on the ballot."""

    id: int
    motion_id: int
    member_id: int
    number: int
    name: str
    nominated_by_id: int
    nominated_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    statement: str
    lot: str | None


class Election(Answer):
    """An election; `seed` orders the ballot and is published from the beginning; `candidacies`:
    who stands, in the order of the ballot, then who has not answered yet. It is put to the vote
    by `POST /polls`, its result is that of `poll_id`, its seats are at `/elections/ID/seats`."""

    motion_id: int
    number: int | None
    title: str
    state: State
    office: Office
    unit_id: int
    unit: str
    terms: list[int]
    most_terms: int
    method: Method
    nominations_until: datetime
    is_open: bool
    seed: str
    closed_at: datetime | None
    poll_id: int | None
    candidacies: list[Candidacy]


def line_told(line: queries.ElectionLine) -> ElectionLine:
    return ElectionLine(**{name: getattr(line, name) for name in ElectionLine.__struct_fields__})


def election_told(election: Kept, reader_id: int, *, on: date, at: datetime) -> Election:
    page = page_of(election, reader_id, on=on, at=at)
    motion = page.motion
    return Election(
        motion_id=motion.id,
        number=motion.number,
        title=motion.title,
        state=page.state,
        office=Office(motion.effect["office"]),
        unit_id=motion.effect["unit_id"],
        unit=page.unit,
        terms=motion.effect["terms"],
        most_terms=motion.effect["most_terms"],
        method=motion.method,
        nominations_until=election.nominations_until,
        is_open=page.is_open,
        seed=election.seed,
        closed_at=election.closed_at,
        poll_id=motion.poll_id,
        candidacies=_candidacies(page),
    )


def _candidacies(page: ElectionPage) -> list[Candidacy]:
    return [
        candidacy_told(one, page.lots.get(one.member.number))
        for one in (*page.standing, *page.asked)
    ]


def candidacy_told(one: KeptCandidacy, lot: str | None = None) -> Candidacy:
    return Candidacy(
        id=one.id,
        motion_id=one.motion_id,
        member_id=one.member_id,
        number=one.member.number,
        name=one.member.name,
        nominated_by_id=one.nominated_by_id,
        nominated_at=one.nominated_at,
        accepted_at=one.accepted_at,
        withdrawn_at=one.withdrawn_at,
        statement=one.statement,
        lot=lot,
    )
