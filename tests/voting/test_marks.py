"""What a ballot may say, by the method of the vote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.motions.rules.questions import Method
from app.voting.rules import marks
from app.voting.rules.ballots import Approvals, Rankings, Scores
from app.voting.rules.marks import ABSTAIN, Form, ballots_of, canonical, longest, supporters

RANKED = [method for method in Method if method.is_ranked]
STRICT = [method for method in RANKED if method is not Method.SCHULZE]
NAMES = ("Bread", "Roses", "Tools", "Rest")


@pytest.mark.parametrize(
    ("method", "written", "kept"),
    [
        (Method.MOTION, "for", "for"),
        (Method.CONSENT, "aside", "aside"),
        (Method.GRADES, "rather-not", "rather-not"),
        (Method.PLURALITY, "03", "3"),
        (Method.APPROVAL, "4+1", "1+4"),
        (Method.SCORE, "2:0 1:5", "1:5 2:0"),
        (Method.DOTS, "3:2 2:0 1:3", "1:3 3:2"),
        (Method.IRV, "3>1", "3>1"),
        (Method.SCHULZE, "3>2=1>4", "3>1=2>4"),
        (Method.STV, ABSTAIN, ABSTAIN),
    ],
)
def test_a_ballot_has_one_text(method, written, kept):
    assert canonical(written, Form(method, 4, 5)) == kept


@pytest.mark.parametrize(
    ("method", "written", "why"),
    [
        (Method.MOTION, "agree", "Choose one of"),
        (Method.MOTION, "", "Choose one of"),
        (Method.CONSENT, "for", "Choose one of"),
        (Method.PLURALITY, "1+2", "one option only"),
        (Method.PLURALITY, "", "at least one"),
        (Method.APPROVAL, "1+5", "no option 5"),
        (Method.APPROVAL, "0", "no option 0"),
        (Method.APPROVAL, "1+1", "twice"),
        (Method.APPROVAL, "1>2", "no ballot"),
        (Method.SCORE, "1:6", "from 0 to 5"),
        (Method.SCORE, "1:-1", "no ballot"),
        (Method.SCORE, "1", "no ballot"),
        (Method.SCORE, "1:1 1:2", "twice"),
        (Method.DOTS, "1:3 2:3", "6 dots, and there are 5"),
        (Method.DOTS, "1:0", "at least one dot"),
        (Method.IRV, "1=2", "clear order"),
        (Method.IRV, "1>2>1", "twice"),
        (Method.MEEK, "1>", "at least one"),
        (Method.SCHULZE, "1=one", "no ballot"),
        (Method.SCHULZE, "1" * 5000, "no ballot"),
        (Method.STV, "²", "no ballot"),
    ],
)
def test_what_is_no_ballot_is_refused_with_its_reason(method, written, why):
    with pytest.raises(InvalidInput, match=why):
        canonical(written, Form(method, 4, 5))


@st.composite
def papers(draw: st.DrawFn, *methods: Method) -> tuple[Form, str]:
    """A ballot that may be cast, in its one text."""
    method = draw(st.sampled_from(methods or list(Method)))
    form = Form(method, draw(st.integers(1, 60)), draw(st.integers(1, 100)))
    if method in marks.WORDS:
        return form, draw(st.sampled_from(marks.WORDS[method]))
    numbers = draw(st.permutations(range(1, form.options + 1)))
    some = numbers[: draw(st.integers(1, form.options))]
    if method is Method.PLURALITY:
        return form, str(some[0])
    if method is Method.APPROVAL:
        return form, marks.write_approved(some)
    if method is Method.SCORE:
        return form, marks.write_points({one: draw(st.integers(0, form.limit)) for one in some})
    if method is Method.DOTS:
        return form, marks.write_points(dict.fromkeys(some[: form.limit], 1))
    cut = draw(st.integers(1, len(some))) if method is Method.SCHULZE else 1
    return form, marks.write_ranks([some[:cut], *([one] for one in some[cut:])])


@given(papers())
def test_a_canonical_ballot_stays_as_it_is_and_fits_its_envelope(drawn):
    form, paper = drawn
    assert canonical(paper, form) == paper
    assert len(paper.encode()) <= longest(form)


@given(papers(*RANKED))
def test_ranks_are_read_as_they_were_written(drawn):
    _, paper = drawn
    assert marks.write_ranks(marks.read_ranks(paper)) == paper


@given(papers(Method.SCORE, Method.DOTS))
def test_points_are_read_as_they_were_written(drawn):
    _, paper = drawn
    assert marks.write_points(marks.read_points(paper)) == paper


@given(papers(Method.PLURALITY, Method.APPROVAL))
def test_approvals_are_read_as_they_were_written(drawn):
    _, paper = drawn
    assert marks.write_approved(marks.read_approved(paper)) == paper


def test_the_counts_get_each_distinct_ballot_once_with_its_number():
    ranked = ballots_of(["3>1", ABSTAIN, "3>1"], Form(Method.IRV, 4), NAMES)
    assert ranked == Rankings(NAMES, {((2,), (0,)): 2, (): 1})
    weak = ballots_of(["2=3>1"], Form(Method.SCHULZE, 4), NAMES)
    assert weak == Rankings(NAMES, {((1, 2), (0,)): 1}, ties=True)
    scored = ballots_of(["1:5 2:0"], Form(Method.SCORE, 4, 5), NAMES)
    assert scored == Scores(NAMES, {(5, 0, None, None): 1})
    assert ballots_of(["1+4"], Form(Method.APPROVAL, 4), NAMES) == Approvals(NAMES, {(0, 3): 1})
    assert ballots_of(["4"], Form(Method.PLURALITY, 4), NAMES) == Rankings(NAMES, {((3,),): 1})


@pytest.mark.parametrize(
    ("method", "cast", "number"),
    [
        (Method.IRV, ["3>1", "1", "2>3", ABSTAIN], 2),
        (Method.APPROVAL, ["1+3", "3", "2"], 2),
        (Method.SCORE, ["3:0 1:2", "3:1"], 1),
    ],
)
def test_a_ballot_speaks_for_the_options_it_names(method, cast, number):
    assert supporters(cast, Form(method, 4, 5), 3) == number
