"""The result of a vote on paper: the question, the count, the rule that judged it, the list."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from flask_babel import gettext

from app.bylaws.rules import words
from app.bylaws.rules.decisions import parse_rule
from app.coop import founded_coop
from app.documents.pdf import Cell, Column, Document, Table, Text
from app.voting.queries import PollTerms, PollView
from app.voting.roll.queries import RollLine
from app.voting.rules.course import PollStillOpen
from app.voting.rules.results import Count
from app.voting.rules.selection import Selection
from app.voting.rules.withheld import Withheld
from app.voting.verdicts import PollResult
from app.web.language import day, figure, moment, speak


def result_document(
    poll: PollView,
    terms: PollTerms,
    roll: Sequence[RollLine],
    in_words: Callable[[str], str],
) -> Document:
    """Of a vote that has its result, in the reader's language; `in_words` says what a ballot
    says. Of a secret one: who voted, never how. Raises PollStillOpen."""
    result = poll.result
    if result is None:
        raise PollStillOpen
    return Document(
        title=poll.question,
        house=f"{founded_coop().name} · {poll.unit}",
        state=speak(result.headline),
        facts=_facts(poll, terms),
        parts=[_motion(terms), *_count(result), _rule(result, terms), _roll(poll, roll, in_words)],
        foot=" ".join(_seals(terms)),
    )


def _seals(terms: PollTerms) -> Iterator[str]:
    yield gettext("The list of voters has the SHA-256 %(hash)s.", hash=terms.roll_hash)
    if terms.urn_head:
        yield gettext("The seal of the urn is %(seal)s.", seal=terms.urn_head)


def _facts(poll: PollView, terms: PollTerms) -> list[tuple[str, str]]:
    facts = [
        (gettext("Motion"), str(poll.motion_number or "")),
        (
            gettext("Opened"),
            gettext("%(at)s by %(name)s", at=moment(poll.opened_at), name=terms.opened_by),
        ),
    ]
    if poll.closed_at and terms.closed_by:
        closed = gettext("%(at)s by %(name)s", at=moment(poll.closed_at), name=terms.closed_by)
        facts.append((gettext("Closed"), closed))
    elif poll.closed_at:
        facts.append((gettext("Closed"), gettext("%(at)s, by itself", at=moment(poll.closed_at))))
    voted = gettext(
        "%(signed)s of %(entitled)s voted.",
        signed=figure(poll.signed),
        entitled=figure(poll.entitled),
    )
    return [*facts, (gettext("Who votes"), voted)]


def _motion(terms: PollTerms) -> Text:
    return Text(gettext("The motion"), [part for part in terms.motion.text.split("\n\n") if part])


def _count(result: PollResult) -> list[Table | Text]:
    if isinstance(result, Selection):
        return _selection(result.count)
    if isinstance(result, Withheld):
        return [Text(gettext("Result"), [speak(result.why)])]
    tally = result.tally
    rows = [
        (gettext("For"), tally.votes_for),
        (gettext("Against"), tally.against),
        (gettext("Abstained"), tally.abstain),
    ]
    table = Table(
        gettext("Result"),
        [Column(gettext("Choice")), Column(gettext("Votes"), figure=True)],
        [((name,), (figure(votes),)) for name, votes in rows],
        [(gettext("Together"),), (figure(sum(votes for _, votes in rows)),)],
    )
    return [table]


def _selection(count: Count) -> list[Table | Text]:
    """The totals, or each round with its reasons."""
    parts: list[Table | Text] = []
    if count.totals:
        parts.append(_votes(gettext("Result"), count.totals))
    for one in count.rounds:
        title = gettext("Round %(number)s of %(all)s", number=one.number, all=len(count.rounds))
        parts += [_votes(title, one.votes), Text(gettext("Why"), [speak(why) for why in one.why])]
    if count.log:
        parts.append(Text(gettext("How it was counted"), [speak(why) for why in count.log]))
    return parts


def _votes(title: str, votes: Mapping[str, Fraction]) -> Table:
    return Table(
        title,
        [Column(gettext("Option")), Column(gettext("Votes"), figure=True)],
        [
            ((name,), (figure(number, None if number.denominator == 1 else 2),))
            for name, number in votes.items()
        ],
    )


def _rule(result: PollResult, terms: PollTerms) -> Text:
    rule = parse_rule(terms.definition)
    said = [words.majority(rule), words.quorum(rule), words.tie(rule), words.voters(rule)]
    clause = terms.clause or gettext("the bylaws")
    since = gettext("%(clause)s, in force since %(day)s", clause=clause, day=day(terms.from_on))
    judged = [speak(result.why)] + ([speak(result.quorum)] if result.quorum else [])
    return Text(
        gettext("How it was judged"),
        [" ".join(judged), " ".join(speak(one) for one in said), since],
    )


def _roll(poll: PollView, roll: Sequence[RollLine], in_words: Callable[[str], str]) -> Table:
    return Table(
        gettext("The list of voters, fixed when the vote opened"),
        [Column(gettext("Name")), Column(gettext("Ballot"), figure=True)],
        [(_name(line), _ballot(line, in_words, secret=poll.secret)) for line in roll],
    )


def _name(line: RollLine) -> Cell:
    name = f"{line.number} {line.name}"
    if line.holder is None:
        return (name,)
    return (name, gettext("by proxy: %(holder)s", holder=line.holder))


def _ballot(line: RollLine, in_words: Callable[[str], str], *, secret: bool) -> Cell:
    if secret:
        return (gettext("Has voted") if line.signed else gettext("No ballot"),)
    if line.on_paper:
        return (gettext("On paper"),)
    return (in_words(line.paper) if line.paper else gettext("No ballot"),)
