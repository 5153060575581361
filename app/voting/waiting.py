"""Why nobody can vote on a motion yet."""

from datetime import date, datetime

from app.errors import RuleViolation
from app.motions.actions.amending import check_none_waits
from app.motions.models import Motion
from app.motions.queries import course_of, options_of
from app.motions.rules.course import State
from app.voting.next_vote import next_vote
from app.voting.rules import course
from app.voting.rules.terms import check_not_too_soon
from app.voting.urn import scrutineers


def why_no_vote(motion: Motion, on: date, at: datetime) -> RuleViolation | None:
    """What has to happen before a vote on it opens, or why there is none any more; None while one
    is open: then its own page says who cannot vote."""
    standing = course_of(motion, on)
    if standing.state is State.VOTE:
        return None
    vote = next_vote(motion, on, at)
    try:
        course.check_may_put(standing, vote.terms, in_assembly=False)
        check_not_too_soon(vote.last, at)
        check_none_waits(motion)
    except RuleViolation as refusal:
        return refusal
    if motion.method.has_options and not options_of(motion.id):
        return course.NothingToChoose()
    if vote.terms.secret and (keepers := scrutineers.keepers_on(on, vote.terms.urn)).refusal:
        return keepers.refusal
    return course.NotPutYet()
