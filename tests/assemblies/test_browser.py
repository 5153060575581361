"""Two members at two places, and one without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from app.assemblies.actions import NewItem, convene_assembly, open_assembly
from app.db import db
from app.members.queries import whole_coop
from tests.browser import LOOKS, check_axe

pytestmark = pytest.mark.browser


@pytest.fixture
def held(person, submitted):
    """An assembly that Ana has opened just now: news, then a motion."""
    at = clock.now()
    motion = submitted("A kiln")
    assembly = convene_assembly(
        by=person("Dora").id,
        unit_id=whole_coop().id,
        title="Spring assembly",
        place="The canteen",
        starts_at=at - timedelta(minutes=1),
        items=[NewItem("News"), NewItem(motion_id=motion.id)],
        at=at - timedelta(days=20),
    )
    open_assembly(assembly, by=person("Ana").id, at=at)
    db.commit()
    return f"/assemblies/{assembly.id}"


def sees(page, words):
    page.get_by_text(words).first.wait_for()


def test_members_at_two_places_see_the_chair_call_an_item(open_page, held):
    ana, emil = open_page("Ana"), open_page("Emil", size="phone")
    ana.goto(held)
    emil.goto(held)
    sees(emil, "The chair calls the next item.")
    ana.get_by_role("button", name="Call it").first.click()
    sees(emil, "Now: News")
    sees(emil, "Open now, at item 1 of 2: News.")
    ana.get_by_role("button", name="On to item 2: A kiln").click()
    sees(emil, "A kiln: yes.")
    ana.get_by_role("button", name="Put it to the vote").click()
    sees(emil, "To the ballot")
    expect(emil.locator("#lost")).to_be_hidden()


def test_the_desk_follows_who_comes_in(open_page, held):
    ana, emil = open_page("Ana"), open_page("Emil")
    ana.goto(held)
    emil.goto(held)
    sees(ana, "0 of 6 are here")
    emil.get_by_role("button", name="I am here").click()
    sees(ana, "1 of 6 are here")
    sees(ana, "1 person is here")


def test_who_comes_without_a_screen_is_found_by_a_name_and_ticked(open_page, held):
    dora = open_page("Dora")
    dora.goto(held)
    dora.get_by_role("link", name="Note who comes and goes").click()
    dora.get_by_label("Find a name").fill("fat")
    expect(dora.get_by_label("Emil")).to_be_hidden()
    dora.get_by_label("Fatima").check()
    dora.get_by_role("button", name="They are here").click()
    sees(dora, "1 of 6 are here")
    expect(dora.get_by_label("Emil")).to_be_visible()


def test_everything_works_without_scripts(open_page, held):
    ana = open_page("Ana", java_script_enabled=False)
    ana.goto(held)
    ana.get_by_role("button", name="I am here").click()
    sees(ana, "You are noted as here.")
    ana.get_by_role("button", name="Call it").first.click()
    sees(ana, "Now: News")
    ana.get_by_role("button", name="Close this item").click()
    ana.get_by_role("button", name="Call it").first.click()
    ana.get_by_role("button", name="Put it to the vote").click()
    ana.goto(held)
    ana.get_by_role("link", name="To the ballot").click()
    sees(ana, "A kiln")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(open_page, held, size, scheme):
    ana = open_page("Ana", size=size, color_scheme=scheme)
    for path in (
        "/assemblies/",
        "/assemblies/new",
        held,
        f"{held}/attendance",
        "/motions/",
        "/motions/1",
        "/motions/new",
    ):
        ana.goto(path)
        check_axe(ana)
        wide = ana.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is wider than the window"
