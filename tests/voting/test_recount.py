"""`docs/recount.py`, run as a member runs it: on the published file, without Artel."""

import json
import runpy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.motions.rules.questions import Method, Question
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.closing import close_poll, open_urn
from app.voting.rules.marks import Form, canonical
from app.voting.rules.ties import Lot
from app.voting.verdicts import Terms, result_of
from tests.polls import AT
from tests.questions import DAYS
from tests.urns import SCRUTINEERS, passphrase

SCRIPT = Path(__file__).parents[2] / "docs" / "recount.py"
LATER = AT + timedelta(days=14)


@pytest.fixture
def published(secret_poll, vote_secretly, person, as_member):
    """The file, and the words of Chen's envelope."""
    opened = secret_poll()
    vote_secretly(opened, "for", "Ana", "Dora")
    (words,) = vote_secretly(opened, "against", "Chen")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    for name in ("Emil", "Goran"):
        own = {"by": person(name).id, "passphrase": passphrase(name)}
        open_urn(opened.id, **own, at=LATER, on=LATER.date())
    db.commit()
    return as_member("Dora").get(f"/polls/{opened.id}/urn.json").json, words


def recount(tmp_path, urn, *words):
    file = tmp_path / "urn.json"
    file.write_text(json.dumps(urn))
    command = [sys.executable, "-I", SCRIPT, file, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    return done.returncode, done.stdout


def test_the_published_file_recounts(published, tmp_path):
    urn, words = published
    code, text = recount(tmp_path, urn, *words.split())
    assert (code, "ballots    3: 2 for, 1 against; carried" in text) == (0, True)
    assert "Your envelope is there." in text


def _other_ballot(urn):
    urn["ballots"][urn["ballots"].index("for")] = "against"


def _stuffed(urn):
    urn["envelopes"].append("00" * 64)
    urn["ballots"].append("for")
    urn["result"]["for"] += 1


def _one_byte(urn):
    urn["envelopes"][0] = "00" + urn["envelopes"][0][2:]


def _another_voter(urn):
    urn["roll"][0]["number"] = 999


@pytest.mark.parametrize("alter", [_other_ballot, _stuffed, _one_byte, _another_voter])
def test_an_altered_file_is_found_out(published, tmp_path, alter):
    urn, _ = published
    alter(urn)
    code, text = recount(tmp_path, urn)
    assert (code, "WRONG" in text) == (1, True)


def test_words_of_no_envelope_are_not_found(published, tmp_path):
    urn, _ = published
    code, text = recount(tmp_path, urn, *["acorn"] * 8)
    assert (code, "NOT there" in text) == (1, True)


@pytest.mark.parametrize(
    ("asked", "papers", "altered"),
    [
        (Question(Method.IRV, DAYS), ["1>2", "3>1", "abstain"], "2>1"),
        (Question(Method.SCHULZE, DAYS), ["1>2", "3=1", "2"], "2>1"),
        (Question(Method.APPROVAL, DAYS), ["1+2", "3", "abstain"], "2+3"),
        (Question(Method.DOTS, DAYS), ["1:6 2:4", "3:10", "1:1"], "2:10"),
        (Question(Method.PLURALITY, DAYS), ["1", "1", "2"], "3"),
        (Question(Method.CONSENT), ["agree", "object", "aside"], "object"),
        (Question(Method.GRADES), ["fully", "mostly", "neither"], "not-at-all"),
    ],
    ids=lambda value: value.method.value if isinstance(value, Question) else None,
)
def test_every_method_recounts_and_an_altered_ballot_is_found_out(
    secrecy, entrusted, question, person, as_member, tmp_path, asked, papers, altered
):
    entrusted(*SCRUTINEERS)
    opened = question(asked)
    for name, paper in zip(("Ana", "Chen", "Dora"), papers, strict=True):
        cast_secret_ballot(opened.id, by=person(name).id, paper=paper, at=AT)
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    for name in SCRUTINEERS[:2]:
        own = {"by": person(name).id, "passphrase": passphrase(name)}
        open_urn(opened.id, **own, at=LATER, on=LATER.date())
    db.commit()
    urn = as_member("Dora").get(f"/polls/{opened.id}/urn.json").json
    code, text = recount(tmp_path, urn)
    assert (code, "All of this holds." in text) == (0, True)
    urn["ballots"][urn["ballots"].index(papers[0])] = altered
    code, text = recount(tmp_path, urn)
    assert (code, "WRONG" in text) == (1, True)


COUNT_AGAIN = runpy.run_path(str(SCRIPT))
NAMES = ("Ada", "Bo", "Cy", "Di", "Ed")


@st.composite
def elections(draw):
    """A counted election of rankings as its file has it: few ballots, so that ties abound."""
    method = draw(st.sampled_from([Method.IRV, Method.STV, Method.SCHULZE]))
    paper = st.builds(
        lambda order, signs: "".join(map("".join, zip(["", *signs], order, strict=False))),
        st.permutations("12345"),
        st.lists(st.sampled_from(">=" if method is Method.SCHULZE else ">"), max_size=4),
    ).map(lambda text: canonical(text, Form(method, len(NAMES))))
    papers = draw(st.lists(st.one_of(paper, st.just("abstain")), max_size=30))
    seats = 1 if method is Method.IRV else draw(st.integers(1, 3))
    seed = draw(st.one_of(st.none(), st.text("0123456789abcdef", min_size=4, max_size=4)))
    lot = Lot(seed or "roll", published=seed is not None)
    terms = Terms(Form(method, len(NAMES)), DecisionRule(), lot, NAMES, seats)
    result = result_of(terms, papers, entitled=40).to_json()
    told = {"method": str(method), "options": NAMES, "seats": seats, "seed": seed}
    return told | {"roll_hash": "roll", "ballots": papers, "result": result}


@given(elections())
def test_rankings_are_counted_again_to_their_winners(urn):
    count = urn["result"]["count"]
    again = COUNT_AGAIN["COUNTS"][urn["method"]](urn)
    assert list(COUNT_AGAIN["wrong_winners"](count, *again)) == []
    assert (again[0], set(again[1])) == (count["elected"], set(count["tied_names"]))
    assert len(again[2]) >= len(count["rounds"])


def test_the_script_is_short_and_stands_alone():
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) < 200
    assert not [line for line in lines if line.startswith(("import app", "from app"))]
