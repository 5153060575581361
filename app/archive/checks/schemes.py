"""Wage schemes, the law, who sees pay, and pay runs, against the events that sealed them."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select

from app.archive.checks.comparing import Fact, Kinds, deed, done, first_difference, sealed
from app.db import db
from app.sentences import Sentence
from app.wages.models import Adoption, LegalProfile, PayOpenness, PayRun, Scheme


def schemes_fault() -> Sentence | None:
    """The first of these that is not as it was sealed, or None."""
    return first_difference(_KINDS)


def _schemes() -> Iterator[Fact]:
    for one in db.session.scalars(select(Scheme)):
        data = {"name": one.name, "hash": one.hash}
        if sha256(one.terms.encode()).hexdigest() != one.hash:
            data["terms"] = one.terms
        yield deed(f"scheme {one.id}", one.by_id, one.at, data)


def _adoptions() -> Iterator[Fact]:
    rows = db.session.execute(
        select(Adoption, Scheme.hash).join(Scheme, Scheme.id == Adoption.scheme_id)
    )
    for row, scheme_hash in rows:
        yield {
            "of": f"adoption {row.id}",
            "scheme": row.scheme_id,
            "hash": scheme_hash,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _openness() -> Iterator[Fact]:
    for row in db.session.scalars(select(PayOpenness)):
        yield {
            "of": f"pay openness {row.id}",
            "policy": row.policy.value,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _laws() -> Iterator[Fact]:
    for row in db.session.scalars(select(LegalProfile)):
        yield {
            "of": f"law {row.id}",
            "from": row.from_on.isoformat(),
            "terms": row.terms,
            "reference": row.reference,
        }


def _checked_laws() -> Iterator[Fact]:
    checked = select(LegalProfile.id).where(LegalProfile.checked_at.is_not(None))
    for law_id in db.session.scalars(checked):
        yield {"of": f"law {law_id}"}


_PREPARED = ("from", "to", "inputs_hash")


def _prepared() -> Iterator[Fact]:
    for one in db.session.scalars(select(PayRun)):
        data = {
            "from": one.from_on.isoformat(),
            "to": one.to_on.isoformat(),
            "inputs_hash": one.inputs_hash,
        }
        yield deed(one.subject, one.prepared_by_id, one.prepared_at, data)


def _approved() -> Iterator[Fact]:
    for one in db.session.scalars(select(PayRun).where(PayRun.approved_at.is_not(None))):
        yield deed(one.subject, one.approved_by_id, one.approved_at, {})


_KINDS: Kinds = (
    (sealed("scheme-adopted"), _adoptions),
    (sealed("pay-openness-set"), _openness),
    (sealed("law-entered"), _laws),
    (sealed("law-checked"), _checked_laws),
    (done("scheme-kept", about="scheme", names=("name", "hash")), _schemes),
    (done("pay-run-prepared", about="pay run", names=_PREPARED), _prepared),
    (done("pay-run-approved", about="pay run"), _approved),
)
