"""Two entries of one member confirmed at the same moment: both are in the sum."""

import pytest
from sqlalchemy import select

from app.db import db
from app.production import sum_rows, sums
from app.production.actions.settling import confirm_entry
from app.production.models import MemberDay
from tests.production.conftest import AT
from tests.racing import Meeting, locks, together


@pytest.fixture
def both(app, log, person, monkeypatch):
    """Confirms both entries at once; each has read the sums before the other writes them, if
    nothing holds it up."""
    entries = [log("Emil", "pots", 12), log("Emil", "pots", 30)]
    signers = [person("Ana").id, person("Dora").id]
    meeting = Meeting(2)
    read = sum_rows.read

    def met(table, keys):
        rows = list(read(table, keys))
        if table is MemberDay:
            meeting.wait()
        return iter(rows)

    def confirm():
        db.commit()
        db.session.close()
        with monkeypatch.context() as patched:
            patched.setattr(sum_rows, "read", met)
            return together(
                app,
                *(
                    lambda entry=entry.id, by=by: confirm_entry(entry, by=by, at=AT)
                    for entry, by in zip(entries, signers, strict=True)
                ),
            )

    return confirm


def test_the_second_waits_for_the_sum_of_the_first(both):
    assert both() == [None, None]
    assert db.session.scalars(select(MemberDay.entries)).all() == [2]
    assert sums.fault() is None


def test_without_the_lock_one_is_lost_or_breaks(app, both):
    with locks(app, present=False):
        done = both()
    assert done != [None, None] or sums.fault() is not None
