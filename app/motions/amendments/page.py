"""The amendments of a motion as its page shows them, and the one that is voted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.coop import day_of
from app.errors import RuleViolation
from app.motions import effects
from app.motions.amendments import queries
from app.motions.amendments.queries import Waiting
from app.motions.models import Amendment, AmendmentState, Motion, MotionVersion
from app.motions.queries import versions_of
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind, changes_from_json, collisions, paragraphs_of
from app.motions.rules.word_diff import Piece, word_diff
from app.sentences import Sentence, say, say_n


@dataclass(frozen=True, slots=True)
class ChangedParagraph:
    """What a change does to a paragraph, word by word; of one that comes in, `number` is the
    paragraph before it, 0 for the head of the motion."""

    kind: Kind
    number: int
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class ProposedAmendment:
    id: int
    number: int
    mover: str
    mover_id: int
    reason: str
    state: AmendmentState
    paragraphs: list[ChangedParagraph]
    does: Sentence | None
    """What the motion would do with it, where that changes too."""
    obstacle: Sentence | None
    """Why it does not fit the motion any more."""
    poll_id: int | None
    settled_on: date | None

    @property
    def is_pending(self) -> bool:
        return self.state.is_pending


@dataclass(frozen=True, slots=True)
class AmendmentsPage:
    """`waiting`: the amendments that wait for their vote with the reason of their place, in the
    order of voting; `others`: those that are settled or do not fit any more."""

    waiting: list[tuple[ProposedAmendment, Sentence]]
    others: list[ProposedAmendment]
    collisions: list[Sentence]

    @property
    def under_vote(self) -> bool:
        return any(one.state is AmendmentState.VOTE for one, _ in self.waiting)


def amendments_page(motion: Motion) -> AmendmentsPage:
    found = queries.amendments_of(motion.id)
    if not found:
        return AmendmentsPage([], [], [])
    versions = versions_of(motion.id)
    shown = {one.number: _shown(one, name, motion, versions) for one, name in found}
    waiting = queries.waiting_among(motion, [one for one, _ in found], versions)
    numbers = {one.amendment.number for one in waiting}
    return AmendmentsPage(
        waiting=[(shown[one.amendment.number], one.reach.reason) for one in waiting],
        others=[one for one in shown.values() if one.number not in numbers],
        collisions=_collisions(motion, waiting),
    )


def shown_amendment(amendment: Amendment) -> ProposedAmendment:
    """One amendment, for the page of its vote."""
    motion = amendment.motion
    return _shown(amendment, amendment.mover.name, motion, versions_of(motion.id))


def changed_paragraphs(text: str, changes: Sequence[Change]) -> list[ChangedParagraph]:
    """In the order of the text."""
    present = ["", *paragraphs_of(text)]
    return [
        ChangedParagraph(
            change.kind,
            change.paragraph,
            word_diff("" if change.kind is Kind.INSERT else present[change.paragraph], change.text),
        )
        for change in sorted(changes, key=lambda one: (one.paragraph, one.kind is Kind.INSERT))
    ]


def _shown(
    one: Amendment, mover: str, motion: Motion, versions: Sequence[MotionVersion]
) -> ProposedAmendment:
    """While it waits, on the present text; else on the text that it was written for."""
    base = next(version for version in versions if version.version == one.version)
    text, changes, obstacle = base.text, changes_from_json(one.changes), None
    if one.state.is_pending:
        try:
            text, changes = motion.text, queries.fit_of(one, versions).changes
        except RuleViolation as refusal:
            obstacle = refusal.sentence
    acts = None if one.effect == base.effect else Effect(motion.effect_kind, one.effect)
    does = effects.description(acts) if acts else None
    settled_at = one.decided_at or one.accepted_at or one.withdrawn_at
    return ProposedAmendment(
        id=one.id,
        number=one.number,
        mover=mover,
        mover_id=one.mover_id,
        reason=one.reason,
        state=one.state,
        paragraphs=changed_paragraphs(text, changes),
        does=does.sentence if does else None,
        obstacle=obstacle,
        poll_id=one.poll_id,
        settled_on=day_of(settled_at) if settled_at else None,
    )


def _collisions(motion: Motion, waiting: Sequence[Waiting]) -> list[Sentence]:
    """What members should know before they vote: of two that collide, one can be carried."""
    found = []
    by_number = sorted(waiting, key=lambda one: one.amendment.number)
    for one, other in combinations(by_number, 2):
        pair = {"one": one.amendment.number, "other": other.amendment.number}
        if shared := collisions(one.fit.changes, other.fit.changes):
            found.append(
                say_n(
                    "Amendments %(one)s and %(other)s both change paragraph %(paragraphs)s.",
                    "Amendments %(one)s and %(other)s both change paragraphs %(paragraphs)s.",
                    len(shared),
                    **pair,
                    paragraphs=", ".join(map(str, shared)),
                )
            )
        effects_now = (one.fit.effect, other.fit.effect)
        if motion.effect not in effects_now and effects_now[0] != effects_now[1]:
            found.append(
                say("Amendments %(one)s and %(other)s both change what the motion does.", **pair)
            )
    return found
