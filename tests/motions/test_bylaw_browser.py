"""A bylaw of one's own, written on a phone: lines come in place, the sentence follows."""

from tests.browser import check_axe


def test_a_rule_of_ones_own_is_written_line_by_line_and_said_below(open_page):
    page = open_page("Emil", size="phone")
    page.goto("/motions/new/amend-bylaw?matter=wage-scheme")
    check_axe(page)
    said = page.locator("#rule-said")
    majority = page.get_by_role("group", name="Carried when", exact=True)
    majority.get_by_label("something of your own:").check()
    majority.get_by_role("button", name="or …").click()
    second = majority.locator(".line").nth(1)
    second.get_by_label("Of what").select_option("entitled")
    said.get_by_text("of the votes cast are for it or more than half of all").first.wait_for()
    second.get_by_label("Number or share").fill("most")
    second.get_by_label("Number or share").blur()
    said.get_by_text("Carried when: Write a share as 2/3 or 0.66.").wait_for()
    second.get_by_role("button", name="Remove").click()
    second.wait_for(state="detached")
    said.get_by_text("two thirds of the votes cast are for it. It is").first.wait_for()
    page.get_by_text("If too few take part: a second call").click()
    page.get_by_text("If it is not carried: later votes").click()
    page.get_by_role("button", name="Add a later vote").click()
    said.get_by_text("it is carried when more are for than against").first.wait_for()
    page.get_by_role("button", name="Add a call").wait_for()
    for fold in reversed(page.locator("#bylaw > details:not([open]) > summary").all()):
        fold.click()
    page.get_by_label("An amendment is carried when").select_option("own")
    check_axe(page)
