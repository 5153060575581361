"""The chair puts amendments one by one from the desk, and then the motion."""

import pytest
from sqlalchemy import select

from app.assemblies.actions import open_item
from app.db import db
from app.motions.actions.amending import propose_amendment
from app.motions.models import Amendment
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.voting.models import Poll
from tests.assemblies.conftest import STARTS_AT


@pytest.fixture
def debated(opened, wages, person):
    """The motion on wages is called, with an amendment of Chen's."""
    item = next(one for one in opened.items if one.motion_id == wages.id)
    propose_amendment(
        wages,
        by=person("Chen").id,
        changes=[Change(Kind.REPLACE, 1, "Piece rates: not yet.")],
        effect=Effect(wages.effect_kind, wages.effect),
        reason="",
        at=STARTS_AT,
    )
    open_item(item, by=person("Ana").id, at=STARTS_AT)
    db.commit()
    return item


def test_the_desk_puts_the_amendment_first(debated, opened, wages, as_member, freeze):
    freeze(STARTS_AT)
    ana, page = as_member("Ana"), f"/assemblies/{opened.id}"
    desk = ana.get(page).text
    assert "Put amendment 1 to the vote" in desk
    assert "Voted on first, in this order:" in as_member("Boris").get(page).text
    (amendment,) = db.session.scalars(select(Amendment)).all()
    form = {"motion_id": wages.id, "agenda_item_id": debated.id}
    assert ana.post("/polls/", data=form).status_code == 409
    poll = ana.post("/polls/", data=form | {"amendment_id": amendment.id}).location
    assert f'href="{poll}"' in ana.get(page).text
    assert ana.post(f"{page}/items/{debated.id}/closure").status_code == 409
    for name in ("Ana", "Chen", "Dora", "Emil"):
        as_member(name).post(f"{poll}/ballot", data={"choice": "for"})
    ana.post(f"{poll}/closure")
    assert "Piece rates: not yet." in as_member("Boris").get(page).text
    assert "Put it to the vote" in ana.get(page).text
    assert ana.post("/polls/", data=form).status_code == 302
    assert [one.amendment_id for one in db.session.scalars(select(Poll).order_by(Poll.id))] == [
        amendment.id,
        None,
    ]
