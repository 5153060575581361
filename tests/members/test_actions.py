"""Coming, moving on and leaving, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.db import db
from app.members import actions, invitations, passwords, queries, register, rules, tokens
from app.members.auth import actor_of_api_token, actor_of_member
from app.members.models import ApiToken, Office, SignIn, Standing
from app.permissions import Permission, Role
from app.record.models import Event
from app.record.queries import chain_fault

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def invited(person):
    """Hilde, just invited by Dora, and the token of her link."""
    pottery = queries.person_on(person("Emil").id, TODAY).unit_id
    hilde, token = actions.invite_candidate(
        "Hilde Kramer",
        email="Hilde@redclay.example",
        unit_id=pottery,
        note="Miner",
        by=person("Dora").id,
        on=TODAY,
        at=AT,
    )
    db.commit()
    return hilde, token


def test_someone_invited_is_a_candidate_with_the_next_number(invited):
    hilde, _ = invited
    line = register.line_of(hilde.id, TODAY)
    assert (line.standing, line.unit, line.since) == (Standing.CANDIDATE, "Pottery", TODAY)
    assert hilde.number == 10
    assert register.line_of(hilde.id, TODAY - timedelta(days=1)) is None


def test_an_e_mail_stands_in_the_register_once(invited, person):
    with pytest.raises(rules.EmailTaken):
        actions.invite_candidate(
            "Other", email="HILDE@redclay.example", unit_id=1, note="", by=None, on=TODAY, at=AT
        )


def test_a_link_sets_the_password_once_and_ends_every_session(invited):
    hilde, token = invited
    db.session.add(SignIn(token_hash="0" * 64, member_id=hilde.id, at=AT, expires_at=AT))
    assert invitations.set_password(token, "hash", at=AT) is hilde
    assert hilde.password_hash == "hash"
    assert db.session.scalar(select(SignIn.revoked_at)) == AT
    with pytest.raises(rules.LinkSpent):
        invitations.set_password(token, "another", at=AT)
    assert hilde.password_hash == "hash"


def test_only_the_newest_link_works_and_not_for_ever(invited, person):
    hilde, first = invited
    second = invitations.make_link(hilde, by=person("Dora").id, at=AT)
    db.session.flush()
    with pytest.raises(rules.LinkSpent):
        invitations.invited(first, at=AT)
    assert invitations.invited(second, at=AT + invitations.TO_JOIN - timedelta(seconds=1)) is hilde
    with pytest.raises(rules.LinkSpent):
        invitations.invited(second, at=AT + invitations.TO_JOIN)


def test_a_link_to_return_lasts_a_day(person):
    token = invitations.make_link(person("Emil"), by=person("Dora").id, at=AT)
    with pytest.raises(rules.LinkSpent):
        invitations.invited(token, at=AT + timedelta(days=1))


def test_the_record_names_who_made_a_link_and_holds_no_secret(invited, person):
    _, token = invited
    made = db.session.scalars(select(Event).where(Event.kind == "password-link-made")).one()
    assert made.actor_id == person("Dora").id
    assert all(token not in str(event.data) for event in db.session.scalars(select(Event)))


def test_someone_without_an_e_mail_gets_no_link(person):
    person("Emil").email = None
    with pytest.raises(rules.NoEmail):
        invitations.make_link(person("Emil"), by=None, at=AT)


def test_who_leaves_is_a_member_to_the_last_day_and_their_office_ends_with_it(person):
    chen = person("Chen")
    last = TODAY + timedelta(days=10)
    actions.resign(chen, last_day=last, today=TODAY, at=AT)
    db.commit()
    assert queries.person_on(chen.id, last).standing is Standing.FULL
    assert queries.person_on(chen.id, last + timedelta(days=1)).standing is Standing.LEFT
    assert [one.member_id for one in queries.mandates_on(last, Office.TREASURER)] == [chen.id]
    assert queries.mandates_on(last + timedelta(days=1), Office.TREASURER) == []
    assert chain_fault() is None


def test_who_has_left_keeps_their_own_page_and_nothing_else(person, freeze):
    freeze(AT)
    actions.resign(person("Chen"), last_day=TODAY, today=TODAY, at=AT)
    db.session.flush()
    freeze(AT + timedelta(days=1))
    actor = actor_of_member(person("Chen").id)
    assert actor.roles == {Role.FORMER}
    assert actor.permissions == {Permission.PUBLIC, Permission.SIGNED_IN}


@pytest.mark.parametrize(
    ("name", "days", "refusal"),
    [("Emil", -1, rules.LeavesInThePast), ("Igor", 0, rules.NotAMember)],
)
def test_leaving_is_refused(name, days, refusal, person):
    with pytest.raises(refusal):
        actions.resign(person(name), last_day=TODAY + timedelta(days=days), today=TODAY, at=AT)


def test_one_leaves_once(person):
    actions.resign(person("Emil"), last_day=TODAY, today=TODAY, at=AT)
    for days in (0, 1, 30):
        last = TODAY + timedelta(days=days)
        with pytest.raises(rules.AlreadyLeaving):
            actions.resign(person("Emil"), last_day=last, today=TODAY, at=AT)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(rules.NotAMember):
        actions.resign(person("Emil"), last_day=tomorrow, today=tomorrow, at=AT)


def test_a_token_acts_for_its_member_until_it_is_revoked(person, freeze):
    freeze(AT)
    ana = person("Ana").id
    token = tokens.make_token(ana, name="a sheet", at=AT)
    db.session.flush()
    assert token.startswith("artel_")
    assert actor_of_api_token(token, AT).id == ana
    assert actor_of_api_token(token, AT + tokens.LASTS) is None
    assert actor_of_api_token(token[:-1], AT) is None
    kept = db.session.scalars(select(ApiToken)).one()
    assert token not in (kept.token_hash, kept.name)
    assert not tokens.revoke_token(kept.id, of=person("Emil").id, at=AT)
    assert tokens.revoke_token(kept.id, of=ana, at=AT)
    assert not tokens.revoke_token(kept.id, of=ana, at=AT)
    assert actor_of_api_token(token, AT) is None


def test_the_register_sorts_searches_and_keeps_who_left(person, invited):
    actions.resign(person("Emil"), last_day=TODAY, today=TODAY, at=AT)
    db.session.flush()
    tomorrow = TODAY + timedelta(days=1)

    def names(**wanted):
        return [line.name for line in register.lines(tomorrow, **wanted)]

    everybody = ["Ana", "Chen", "Dora", "Emil", "Fatima", "Goran", "Boris", "Hilde Kramer"]
    assert names() == everybody
    assert names(order="-number") == everybody[::-1]
    assert names(order="name") == sorted(everybody)
    assert names(search="KRAM") == names(search="10") == ["Hilde Kramer"]
    assert names(standing=Standing.LEFT) == ["Emil"]
    weavers = register.line_of(person("Goran").id, TODAY).unit_id
    assert names(unit_id=weavers) == ["Chen", "Fatima", "Goran"]
    assert len(names(unit_id=queries.whole_coop().id)) == 8
    assert register.line_of(person("Ana").id, TODAY).offices == (Office.CHAIR,)
    assert register.line_of(person("Igor").id, TODAY) is None


def test_moving_to_another_unit_does_not_make_a_member_newer(person):
    line = register.line_of(person("Ana").id, TODAY)
    actions.note_standing(
        person("Ana"),
        Standing.FULL,
        unit_id=queries.whole_coop().id,
        from_on=TODAY,
        decision=None,
        by=None,
        at=AT,
    )
    db.session.flush()
    assert register.line_of(person("Ana").id, TODAY).since == line.since


def test_the_tree_counts_each_unit_by_itself(person, invited):
    places = {place.name: place for place in register.units_on(TODAY)}
    assert [place.depth for place in places.values()] == [0, 1, 1]
    assert list(places) == ["Red Clay", "Pottery", "Weavers"]
    assert (places["Pottery"].full, places["Pottery"].candidates) == (3, 2)
    assert (places["Red Clay"].full, places["Weavers"].full) == (0, 3)


def test_offices_stand_by_time(person):
    found = register.offices_on(TODAY)
    assert {row[1] for row in found.held} == {"Ana", "Chen", "Dora", "Igor", "Olga"}
    assert found.coming == found.past == []
    assert len(register.offices_on(date(2023, 1, 1)).coming) == 5
    assert {row[1] for row in register.offices_on(date(2100, 1, 1)).past} == {"Igor", "Olga"}


def test_hashes_of_passwords_are_argon2id():
    assert passwords.hash_password("bread and roses").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
