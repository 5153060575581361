"""Amendments in a real browser: written by paragraphs, set beside each other, voted on."""

import pytest
from sqlalchemy import select

from app import clock
from app.db import db
from app.motions.actions.amending import propose_amendment
from app.motions.models import Amendment
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.voting.actions.opening import open_poll
from tests.browser import check_axe
from tests.motions.conftest import AT

pytestmark = pytest.mark.browser
TEXT = "We buy a second kiln.\n\nIt stands in the yard."


@pytest.fixture
def motion(move, person):
    """With two amendments that collide; the second strikes, so it is voted on first."""
    found = move("Emil", seconded=True, text=TEXT)
    changes = [Change(Kind.REPLACE, 2, "It stands indoors."), Change(Kind.DELETE, 2)]
    for name, change in zip(("Chen", "Fatima"), changes, strict=True):
        propose_amendment(
            found,
            by=person(name).id,
            changes=[change],
            effect=Effect(found.effect_kind, found.effect),
            reason="The rain.",
            at=AT,
        )
    db.commit()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_amendments_are_written_ordered_and_put_on_a_phone(motion, open_page, scheme):
    page = open_page("Ana", size="phone", color_scheme=scheme)
    page.goto(f"/motions/{motion.id}/amendments/new")
    check_axe(page)
    page.get_by_label("Paragraph 1").fill("We buy a second-hand kiln.")
    page.get_by_role("button", name="Propose the amendment").click()
    page.get_by_text("Amendments 1 and 2 both change paragraph 2.").wait_for()
    check_axe(page)
    page.get_by_role("button", name="Take amendment 1 first").click()
    page.get_by_role("link", name="Put this amendment to the vote").click()
    page.get_by_role("heading", name="Put amendment 1 of motion 1 to the vote").wait_for()
    check_axe(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_on_the_vote_on_an_amendment(motion, open_page, person, size):
    now = clock.now()
    strikes = db.session.scalars(select(Amendment).filter_by(number=2)).one()
    poll = open_poll(motion, by=person("Ana").id, at=now, on=now.date(), amendment=strikes)
    db.commit()
    page = open_page("Emil", size=size)
    page.goto(f"/polls/{poll.id}")
    page.get_by_role("heading", name="Amendment 2, proposed by Fatima").wait_for()
    check_axe(page)
    page.get_by_label("For", exact=True).check()
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_text("Your ballot is in: you voted for.").wait_for()
    page.goto(f"/motions/{motion.id}")
    page.get_by_role("link", name="Amendment 2", exact=True).first.wait_for()
    check_axe(page)
