"""The ballot paper of a question: what its page shows, what a member sends, and what they said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.db import db
from app.errors import InvalidInput
from app.motions.models import Method, MotionOption
from app.sentences import Sentence, say
from app.voting.models import PollOption
from app.voting.rules import marks
from app.voting.rules.marks import ABSTAIN, Form

_LONGEST = 9
"""Digits of a rank: no ballot has so many options."""


@dataclass(frozen=True, slots=True)
class Line:
    """An option on the paper. `text` says more of it; `member_id`: who stands."""

    number: int
    title: str
    text: str
    member_id: int | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A ballot on the motion itself that is handed back. `where`: what is missing, the "paper"
    (no choice) or the "reason" of an objection."""

    choice: str
    reason: str
    problem: Sentence
    where: str


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """A paper, empty or marked. `values`: what stands in its fields, by their names; `approved`:
    the boxes that are ticked; `problem`: why it was handed back."""

    form: Form
    lines: Sequence[Line]
    values: Mapping[str, str] = field(default_factory=dict)
    approved: frozenset[str] = frozenset()
    problem: Sentence | None = None

    @property
    def places(self) -> range:
        """The places that a rank can have, the first is 1."""
        return range(1, len(self.lines) + 1)

    def title_of(self, number: int) -> str:
        return next(line.title for line in self.lines if line.number == number)

    @property
    def titles(self) -> list[str]:
        return [line.title for line in self.lines]


def lines_of(poll_id: int) -> list[Line]:
    rows = db.session.execute(
        select(PollOption.number, PollOption.title, MotionOption.text, MotionOption.member_id)
        .outerjoin(MotionOption, MotionOption.id == PollOption.option_id)
        .where(PollOption.poll_id == poll_id)
        .order_by(PollOption.number)
    )
    return [Line(number, title, text or "", member_id) for number, title, text, member_id in rows]


def paper_sent(sent: MultiDict[str, str], form: Form) -> str:
    """The ballot in the text of `rules.marks`, from the fields of its page or, already checked,
    from the field `paper`. Raises InvalidInput for what is no ballot of this poll."""
    if "paper" in sent:
        return marks.canonical(sent["paper"], form)
    written = _written(sent, form)
    if sent.get("abstain"):
        if written:
            raise InvalidInput(
                say("You marked options and abstained as well. Do one of the two."), "paper"
            )
        return ABSTAIN
    return marks.canonical(written, form)


def _written(sent: MultiDict[str, str], form: Form) -> str:
    if form.method.is_ranked:
        ranks: dict[int, list[str]] = {}
        for number, rank in _filled(sent, "rank", form):
            if not rank.isdecimal() or len(rank) > _LONGEST:
                raise InvalidInput(say("A rank is a whole number, 1 for the first."), "paper")
            ranks.setdefault(int(rank), []).append(str(number))
        return ">".join("=".join(ranks[rank]) for rank in sorted(ranks))
    if form.method in {Method.SCORE, Method.DOTS}:
        return " ".join(f"{number}:{points}" for number, points in _filled(sent, "points", form))
    return "+".join(sent.getlist("choice"))


def _filled(sent: MultiDict[str, str], name: str, form: Form) -> list[tuple[int, str]]:
    """The fields of an option that are not empty."""
    fields = ((number, sent.get(f"{name}-{number}", "")) for number in range(1, form.options + 1))
    return [(number, value.strip()) for number, value in fields if value.strip()]


def blank(form: Form, lines: Sequence[Line]) -> BallotPaper:
    return BallotPaper(form, lines)


def marked(form: Form, lines: Sequence[Line], paper: str) -> BallotPaper:
    """The paper as somebody filled it in before."""
    if paper == ABSTAIN:
        return BallotPaper(form, lines, {"abstain": "yes"})
    if form.method.is_ranked:
        ranks = enumerate(marks.read_ranks(paper), 1)
        values = {f"rank-{number}": str(place) for place, rank in ranks for number in rank}
        return BallotPaper(form, lines, values)
    if form.method in {Method.SCORE, Method.DOTS}:
        points = marks.read_points(paper).items()
        return BallotPaper(form, lines, {f"points-{number}": str(one) for number, one in points})
    approved = frozenset(map(str, marks.read_approved(paper)))
    return BallotPaper(form, lines, approved=approved)


def handed_back(
    form: Form, lines: Sequence[Line], sent: MultiDict[str, str], problem: Sentence | None
) -> BallotPaper:
    """The paper as it was sent, with what is wrong with it, if anything is."""
    return BallotPaper(form, lines, sent.to_dict(), frozenset(sent.getlist("choice")), problem)


_SAID = {
    "for": say("For"),
    "against": say("Against"),
    ABSTAIN: say("Abstained"),
    "agree": say("Agrees"),
    "aside": say("Stands aside"),
    "object": say("Objects"),
    "fully": say("Fully for it"),
    "mostly": say("Mostly for it"),
    "neither": say("Neither for nor against"),
    "rather-not": say("Rather not"),
    "not-at-all": say("Not at all"),
}
"""What the ballots of one word say."""


def in_one_word(paper: str) -> Sentence:
    """A ballot on the motion itself, in words."""
    return _SAID[paper]


def said(paper: str, form: Form, titles: Sequence[str]) -> Sentence | str:
    """A ballot in words, on one line."""
    if paper in _SAID:
        return in_one_word(paper)
    if form.method.is_ranked:
        ranks = enumerate(marks.read_ranks(paper), 1)
        return ", ".join(f"{place}. {_named(rank, titles)}" for place, rank in ranks)
    if form.method in {Method.SCORE, Method.DOTS}:
        points = marks.read_points(paper)
        return ", ".join(f"{titles[number - 1]}: {points[number]}" for number in sorted(points))
    return ", ".join(titles[number - 1] for number in marks.read_approved(paper))


def steps_of(paper: str, form: Form, titles: Sequence[str]) -> list[tuple[str, str]]:
    """A ballot line by line, for checking it: what an option got, and its name."""
    if paper == ABSTAIN:
        return []
    if form.method.is_ranked:
        ranks = enumerate(marks.read_ranks(paper), 1)
        return [(f"{place}.", titles[number - 1]) for place, rank in ranks for number in rank]
    if form.method in {Method.SCORE, Method.DOTS}:
        points = marks.read_points(paper)
        return [(str(points[number]), titles[number - 1]) for number in sorted(points)]
    return [("✓", titles[number - 1]) for number in marks.read_approved(paper)]


def grid(papers: Sequence[str], form: Form) -> Iterator[list[str]]:
    """A row for each ballot: its number, then what it gives each option (a rank, points, or 1)."""
    for place, paper in enumerate(papers, 1):
        values = marked(form, (), paper)
        yield [str(place), *(_cell(values, number) for number in range(1, form.options + 1))]


def _cell(paper: BallotPaper, number: int) -> str:
    if str(number) in paper.approved:
        return "1"
    return paper.values.get(f"rank-{number}") or paper.values.get(f"points-{number}", "")


def _named(rank: Sequence[int], titles: Sequence[str]) -> str:
    return f" {gettext('and')} ".join(titles[number - 1] for number in rank)
