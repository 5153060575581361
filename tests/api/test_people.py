"""Who the caller is, and who the members are."""


def test_a_program_learns_for_whom_it_acts(caller):
    me = caller("Chen").get("/me").json
    assert me["name"] == "Chen"
    assert me["standing"] == "full"
    assert me["unit"] == "Weavers"
    assert me["roles"] == ["full", "treasurer"]
    assert "pay:read-all" in me["permissions"]
    assert me["coop"]["currency"] == "EUR"


def test_a_guest_has_an_office_and_no_standing(caller):
    me = caller("Olga").get("/me").json
    assert me["standing"] is None
    assert me["roles"] == ["operator"]


def test_the_register_is_in_order(caller):
    members = caller("Emil").get("/members").json
    assert [one["number"] for one in members] == sorted(one["number"] for one in members)
    assert {"Ana", "Boris", "Goran"} <= {one["name"] for one in members}


def test_only_candidates_are_listed_where_asked_for(caller):
    members = caller("Emil").get("/members", standing="candidate").json
    assert [one["name"] for one in members] == ["Boris"]


def test_an_e_mail_is_read_by_its_owner_and_by_who_writes_to_members(caller):
    def emails(name):
        members = caller(name).get("/members").json
        return {one["name"]: one["email"] for one in members}

    assert emails("Emil")["Emil"] == "emil@redclay.example"
    assert emails("Emil")["Ana"] is None
    assert emails("Ana")["Emil"] == "emil@redclay.example"
