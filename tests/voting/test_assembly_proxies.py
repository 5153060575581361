"""Letting another member vote in one's place for a whole assembly; the quorum that counts there."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.assemblies import actions as assemblies
from app.assemblies.actions import NewItem
from app.assemblies.queries import quorum_on
from app.assemblies.rules import AssemblyOver
from app.bylaws.models import Matter
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.courses import SecondCall
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Electorate
from app.db import db
from app.members.queries import whole_coop
from app.members.tokens import make_token
from app.motions.models import Outcome
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.models import RollEntry
from app.voting.roll import assembly_proxies, proxies
from app.voting.roll.making import roll_on
from app.voting.rules import proxies as rules
from app.voting.rules.proxies import Standing, with_own
from tests.api.conftest import Caller
from tests.polls import AT, ON

HELD = AT + timedelta(days=10)
DAY = HELD.date()
HERE = ("Ana", "Dora", "Fatima")


def take_part(share):
    return Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(share), Number.ENTITLED))


ONE = DecisionRule(SIMPLE, proxies=1)


@pytest.fixture
def assembly(context, under, motion, person):
    """Two motions are put to the whole co-op in ten days."""
    under(ONE)
    items = [NewItem(motion_id=motion(number=number).id) for number in (1, 2)]
    return assemblies.convene_assembly(
        by=person("Dora").id,
        unit_id=whole_coop().id,
        title="Spring assembly",
        place="",
        starts_at=HELD,
        items=items,
        at=AT,
    )


@pytest.fixture
def held(assembly, person):
    """Ana, Dora and Fatima are there, and the first motion is debated."""
    ana = {"by": person("Ana").id, "at": HELD}
    assemblies.open_assembly(assembly, **ana)
    for name in HERE:
        assemblies.join_assembly(assembly, by=person(name).id, at=HELD)
    assemblies.open_item(assembly.items[0], **ana)
    return assembly


@pytest.fixture
def give(assembly, person):
    def hand(giver, holder):
        return assembly_proxies.give_assembly_proxy(
            assembly, by=person(giver).id, holder_id=person(holder).id, at=AT
        )

    return hand


@pytest.fixture
def put(held, person):
    def open_(place=0):
        item = held.items[place]
        return open_poll(item.motion, by=person("Ana").id, at=HELD, on=DAY, agenda_item=item)

    return open_


def by_proxy(poll):
    """Who is on the roll by proxy, and whose vote holds theirs."""
    rows = db.session.scalars(select(RollEntry).where(RollEntry.poll_id == poll.id))
    return {row.member.name: row.holder_id for row in rows if row.holder_id is not None}


def line(assembly, place=0):
    return str(quorum_on(assembly.items[place], DAY, HELD))


def test_the_motion_s_own_proxy_goes_before_the_assembly_s():
    assert with_own(Standing({1: 2, 3: 4}), Standing({3: 5})).given == {3: 5, 1: 2}


def test_it_is_written_into_the_roll_of_each_vote(give, put, held, person, vote, under):
    give("Emil", "Fatima")
    first = put()
    assert by_proxy(first) == {"Emil": person("Fatima").id}
    vote(first, "for", "Ana")
    closed = close_poll(first.id, by=person("Ana").id, at=HELD, on=DAY)
    assert closed.present == 4
    assemblies.close_item(held.items[0], by=person("Ana").id, at=HELD)
    assembly_proxies.revoke_assembly_proxy(held, by=person("Emil").id, at=HELD)
    with pytest.raises(rules.NoProxyStands):
        assembly_proxies.revoke_assembly_proxy(held, by=person("Emil").id, at=HELD)
    give("Goran", "Fatima")
    assemblies.open_item(held.items[1], by=person("Ana").id, at=HELD)
    assert by_proxy(put(1)) == {"Goran": person("Fatima").id}
    assert by_proxy(first) == {"Emil": person("Fatima").id}


@pytest.mark.parametrize(
    ("rule", "there"),
    [
        (DecisionRule(SIMPLE, proxies=2), {"Chen": "Fatima", "Emil": "Fatima"}),
        (DecisionRule(SIMPLE, proxies=1), {"Chen": "Fatima"}),  # who gave theirs first
        (DecisionRule(SIMPLE), {}),
        (DecisionRule(SIMPLE, electorate=Electorate.PRESENT, proxies=1), {"Chen": "Fatima"}),
    ],
)
def test_each_vote_has_the_limit_of_its_own_rule(give, put, person, under, rule, there):
    under(DecisionRule(SIMPLE, proxies=2), matter=Matter.SPENDING)
    give("Chen", "Fatima")
    give("Emil", "Fatima")
    under(rule)
    held_by = {name: person(holder).id for name, holder in there.items()}
    assert by_proxy(put()) == held_by


def test_it_is_one_level_also_with_the_proxies_on_single_motions(give, put, assembly, person):
    first, second = (item.motion for item in assembly.items)
    give("Emil", "Fatima")
    for giver, holder, broken in [
        ("Emil", "Goran", rules.ProxyStands),
        ("Fatima", "Goran", rules.HoldsProxies),
        ("Goran", "Emil", rules.HolderGaveTheirs),
    ]:
        with pytest.raises(broken):
            give(giver, holder)
        with pytest.raises(broken):
            proxies.give_proxy(first, by=person(giver).id, holder_id=person(holder).id, at=AT)
    proxies.give_proxy(second, by=person("Goran").id, holder_id=person("Chen").id, at=AT)
    with pytest.raises(rules.HoldsProxies):
        give("Chen", "Ana")
    give("Goran", "Ana")
    assert by_proxy(put()) == {"Emil": person("Fatima").id, "Goran": person("Ana").id}


def test_never_in_a_secret_vote_and_never_after_the_assembly(give, held, person, under):
    give("Emil", "Fatima")
    secret = DecisionRule(SIMPLE, secret=True)
    under(secret)
    roll = roll_on(DAY, held.items[0].motion, secret, held.items[0])
    assert all(one.holder is None for one in roll.voters)
    with pytest.raises(rules.NoProxies):
        give("Goran", "Ana")
    assemblies.close_assembly(held, by=person("Ana").id, at=HELD)
    with pytest.raises(AssemblyOver):
        assembly_proxies.revoke_assembly_proxy(held, by=person("Emil").id, at=HELD)


def test_the_quorum_that_counts_has_proxies_and_the_second_call(
    give, assembly, held, under, person
):
    half, third = take_part("1/2"), take_part("1/3")
    under(DecisionRule(SIMPLE, half, proxies=1, second_call=SecondCall(14, third, final=True)))
    assert line(held) == "3 of 6 are here: enough to decide on resolutions (3 are needed)."
    assemblies.leave_assembly(held, by=person("Dora").id, at=HELD)
    assert line(held).startswith("2 of 6 are here; 3 are needed")
    give("Emil", "Fatima")
    assert line(held).endswith("(3 are needed). One of them is here by proxy.")
    first = open_poll(held.items[1].motion, by=person("Ana").id, at=AT, on=ON)
    close_poll(first.id, by=None, at=HELD - timedelta(days=1), on=DAY - timedelta(days=1))
    assert first.outcome is Outcome.INQUORATE
    second = line(held, 1)
    assert "(2 are needed)" in second
    assert second.endswith("so this is the second call.")


@pytest.mark.parametrize(
    ("rule", "outcome", "told"),
    [
        (DecisionRule(SIMPLE, take_part("1/2")), Outcome.CARRIED, "3 of 6 are here: enough"),
        (DecisionRule(SIMPLE, take_part("2/3")), Outcome.INQUORATE, "3 of 6 are here; 4 are"),
        (
            DecisionRule(SIMPLE, take_part("2/3"), electorate=Electorate.ACTIVE, active_days=30),
            Outcome.CARRIED,
            "3 of 3 are here: enough",
        ),
    ],
)
def test_where_only_those_present_vote_the_quorum_is_of_all(
    held, put, vote, under, person, rule, outcome, told
):
    """Three of six are there, and all of them vote."""
    if rule.electorate is Electorate.FULL_MEMBERS:
        rule = replace(rule, electorate=Electorate.PRESENT)
    under(rule)
    assert line(held).startswith(told)
    poll = put()
    for name in HERE:
        cast_ballot(poll.id, by=person(name).id, paper="for", at=HELD)
    closed = close_poll(poll.id, by=person("Ana").id, at=HELD, on=DAY)
    assert closed.outcome is outcome
    db.commit()
    assert votes_fault() is None


def test_a_member_gives_their_vote_for_an_assembly_on_its_page(
    as_member, client, assembly, freeze, person
):
    freeze(AT)
    db.commit()
    emil, address = as_member("Emil"), f"/assemblies/{assembly.id}"
    page = f"{address}/proxy/"
    assert page in emil.get(address).text
    assert emil.post(page, data={}).status_code == 422
    assert emil.post(page, data={"holder_id": person("Fatima").id}).status_code == 302
    assert "Proxy given to Fatima" in emil.get(page).text
    fatima = as_member("Fatima")
    assert "You also vote for: Emil" in fatima.get(address).text
    passed_on = fatima.post(page, data={"holder_id": person("Goran").id})
    assert passed_on.status_code == 409
    assert "Only full members of the unit" in as_member("Boris").get(page).text
    assert emil.post(f"{page}revocation").status_code == 302
    assert "You vote for yourself." in emil.get(page).text
    assert client.get(page).status_code == 302
    assert emil.get("/assemblies/99/proxy/").status_code == 404


def test_it_is_given_over_the_interface_as_well(app, assembly, freeze, person):
    freeze(AT)
    callers = {}
    for name in ("Emil", "Fatima"):
        callers[name] = Caller(app, make_token(person(name).id, name="a program", at=AT))
    db.commit()
    path = f"/assemblies/{assembly.id}/proxy"
    emil, fatima = callers["Emil"], callers["Fatima"]
    assert emil.get(path).json == {
        "assembly_id": assembly.id,
        "holder_id": None,
        "held": [],
        "most": 1,
    }
    gives = {"holder_id": person("Fatima").id}
    assert emil.post(path, gives).json["holder_id"] == person("Fatima").id
    assert fatima.get(path).json["held"] == [person("Emil").id]
    refused = fatima.post(path, {"holder_id": person("Goran").id})
    assert refused.json["type"] == "urn:artel:HoldsProxies"
    assert emil.post(f"{path}/revocation").json["holder_id"] is None
    assert emil.get("/assemblies/99/proxy").status_code == 404
