"""Where a motion stands, as members read it."""

from datetime import date

from app.motions.rules.course import Course, Outcome, State
from app.motions.rules.questions import Method
from app.sentences import Sentence, say, say_n

METHODS = {
    Method.MOTION: (
        say("For or against"),
        say("Members vote for, against or abstain; the bylaws say which majority carries it."),
    ),
    Method.CONSENT: (
        say("Consent"),
        say(
            "Members agree, stand aside or object with a reason. An objection counts as against, "
            "standing aside as an abstention."
        ),
    ),
    Method.GRADES: (
        say("Grades of agreement"),
        say(
            "Five grades from fully for it to not at all. The upper two count as for, the lower "
            "two as against."
        ),
    ),
    Method.PLURALITY: (
        say("One choice"),
        say("Everybody names one option; the one named most often wins. Quick, for few options."),
    ),
    Method.APPROVAL: (
        say("Approval"),
        say("Everybody ticks all options they can live with; the one with most ticks wins."),
    ),
    Method.SCORE: (
        say("Points"),
        say("Everybody gives each option points; the highest sum wins."),
    ),
    Method.DOTS: (
        say("Dots"),
        say("Everybody shares out the same number of dots; the highest sum wins."),
    ),
    Method.IRV: (
        say("Instant runoff"),
        say(
            "Everybody ranks. The option with the fewest first choices goes, its ballots pass on "
            "to their next choice, until one has more than half. Chooses one."
        ),
    ),
    Method.STV: (
        say("Single transferable vote"),
        say(
            "Everybody ranks. Who reaches the quota is chosen and passes on what is over it; who "
            "has least goes. For several seats, so that minorities get theirs."
        ),
    ),
    Method.MEEK: (
        say("Single transferable vote, Meek's way"),
        say(
            "As the single transferable vote, counted so exactly that it takes a computer: votes "
            "that nobody can use any more lower the quota."
        ),
    ),
    Method.SCHULZE: (
        say("One to one comparison (Schulze)"),
        say(
            "Everybody ranks. The option that is preferred to each other one wins; where they "
            "beat each other in a circle, the strongest chain of comparisons decides."
        ),
    ),
}
"""What each method is called, and how it works in a sentence or two."""

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
    vote_closed: bool = False,
    today: date,
) -> Sentence:
    """Where the motion stands and what it waits for. `settled_on`: when it was decided or
    withdrawn; `tally` and `in_force_on` are those of its decision; `failed`: its effect was
    found impossible; `vote_closed`: the vote is over, and its result waits for somebody."""
    match course.state:
        case State.DRAFT:
            return say("A draft: nobody but you sees it until you hand it in.")
        case State.WITHDRAWN:
            return say("Withdrawn by %(mover)s on %(on)s.", mover=mover, on=settled_on)
        case State.VOTE if vote_closed:
            return say(
                "The vote is closed. Its result waits for the scrutineers who open the urn, or for "
                "the chair's casting vote."
            )
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
    if course.outcome is Outcome.REFERRED:
        return say("The vote did not carry it. It can be put again, by another majority.")
    if course.outcome is Outcome.CARRIED_ONCE:
        return say("Carried in the first of two votes. The second has to confirm it.")
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
