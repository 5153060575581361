"""Whether somebody may hold an office once more by the bylaws: asked where they are proposed."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from app.bylaws.models import Matter
from app.bylaws.queries import decision_rule
from app.db import db
from app.members.models import Mandate, Member, Office
from app.members.terms import Span, check_term_limit, terms_in_a_row


def check_terms_left(
    member_id: int, office: Office, unit_id: int, *, starts_on: date, on: date, most: int = 0
) -> None:
    """By the bylaws of a day. `most`: the limit that the motion sets itself, 0 for none; of the
    two the stricter holds. Raises TooManyTerms."""
    limit = most_terms(office, on, most)
    if limit:
        name = db.session.get_one(Member, member_id).name
        check_term_limit(name, _held(office, unit_id)[member_id], starts_on, limit)


def without_terms_left(office: Office, unit_id: int, *, starts_on: date, on: date) -> set[int]:
    """The ids of those whom the bylaws of a day let hold the office no more."""
    limit = most_terms(office, on)
    return {
        member_id
        for member_id, spans in _held(office, unit_id).items()
        if limit and terms_in_a_row(spans, starts_on) >= limit
    }


def most_terms(office: Office, on: date, most: int = 0) -> int:
    """How many terms in a row the bylaws of a day and a motion (`most`) allow; 0: no limit."""
    bylaw = decision_rule(Matter.OFFICE, on).most_terms.of(office)
    return min(filter(None, (bylaw, most)), default=0)


def _held(office: Office, unit_id: int) -> dict[int, list[Span]]:
    """The days on which each one held or holds an office."""
    held: dict[int, list[Span]] = defaultdict(list)
    rows = db.session.execute(
        select(Mandate.member_id, Mandate.from_on, Mandate.to_on).where(
            Mandate.office == office, Mandate.unit_id == unit_id
        )
    )
    for member_id, first, last in rows:
        held[member_id].append((first, last))
    return held
