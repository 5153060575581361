"""Where a motion stands, as members read it."""

from datetime import date

from app.motions.rules import Course, Outcome, State
from app.sentences import Sentence, say, say_n

NAMES = {
    State.DRAFT: say("Draft"),
    State.WANTS_SECOND: say("Wants a second"),
    State.READY: say("To be put"),
    State.VOTE: say("Vote open"),
    State.CARRIED: say("Carried"),
    State.DEFEATED: say("Defeated"),
    State.WITHDRAWN: say("Withdrawn"),
}
"""The state in one word or two, for lists."""

KINDS = {
    State.DRAFT: "abstain",
    State.WANTS_SECOND: "now",
    State.READY: "now",
    State.VOTE: "open",
    State.CARRIED: "carried",
    State.DEFEATED: "defeated",
    State.WITHDRAWN: "past",
}
"""The sign and colour of each state, as `macros/pages.html` names them."""


def state_sentence(
    course: Course,
    *,
    mover: str,
    submitted_on: date | None,
    settled_on: date | None,
    tally: str = "",
    in_force_on: date | None = None,
    failed: bool = False,
    today: date,
) -> Sentence:
    """Where the motion stands and what it waits for. `settled_on`: when it was decided or
    withdrawn; `tally` and `in_force_on` are those of its decision; `failed`: its effect was
    found impossible."""
    match course.state:
        case State.DRAFT:
            return say("A draft: nobody but you sees it until you hand it in.")
        case State.WITHDRAWN:
            return say("Withdrawn by %(mover)s on %(on)s.", mover=mover, on=settled_on)
        case State.VOTE:
            return say("The vote is open. The motion stands as it is until the vote closes.")
        case State.DEFEATED:
            return say("Defeated on %(on)s.", on=settled_on)
        case State.CARRIED if failed:
            return say("Carried %(tally)s, but it could not take effect.", tally=tally)
        case State.CARRIED:
            return _carried(tally, in_force_on, today)
        case State.WANTS_SECOND:
            return say_n(
                "Moved by %(mover)s on %(on)s. One more member must second it before it is put.",
                "Moved by %(mover)s on %(on)s. %(count)s more members must second it before it "
                "is put.",
                course.needed - course.seconders,
                mover=mover,
                on=submitted_on,
            )
    if course.outcome is Outcome.INQUORATE:
        return say("The vote had no quorum and decided nothing. It can be put to the vote again.")
    return say(
        "Moved by %(mover)s on %(on)s and seconded. It can be put to the vote.",
        mover=mover,
        on=submitted_on,
    )


def _carried(tally: str, in_force_on: date | None, today: date) -> Sentence:
    if in_force_on is None:
        return say("Carried %(tally)s.", tally=tally)
    if in_force_on > today:
        return say("Carried %(tally)s. It takes effect on %(day)s.", tally=tally, day=in_force_on)
    return say("Carried %(tally)s, in force since %(day)s.", tally=tally, day=in_force_on)
