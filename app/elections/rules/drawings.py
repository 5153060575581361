"""When a pool may be fixed and a lot drawn: the pool before the seed can be known, so that nobody
who knows it chooses who is in."""

from collections.abc import Sequence
from datetime import date

from app.errors import InvalidInput, RuleViolation
from app.sentences import say


class SeedKnownTooSoon(RuleViolation):
    sentence = say("The seed must become known on a day that is still to come.")


class PoolFixed(RuleViolation):
    sentence = say("The pool is fixed.")


class PoolNotFixed(RuleViolation):
    sentence = say("Fix the pool first, and draw when the seed is known.")


class SeedIsKnown(RuleViolation):
    def __init__(self, seed_on: date) -> None:
        super().__init__(
            say(
                "The seed has been known since %(day)s: whoever knows it must not choose who is "
                "in the pool. Move another drawing.",
                day=seed_on,
            )
        )


class SeedNotKnown(RuleViolation):
    def __init__(self, seed_on: date) -> None:
        super().__init__(say("The seed becomes known on %(day)s.", day=seed_on))


class DrawnAlready(RuleViolation):
    sentence = say("The lots are drawn already.")


class TooFewInPool(RuleViolation):
    def __init__(self, seats: int) -> None:
        super().__init__(
            say("There must be more in the pool than seats to draw: %(seats)s.", seats=seats)
        )


class NoVolunteers(RuleViolation):
    sentence = say("Here all full members are in the pool. Nobody volunteers.")


class VolunteeredAlready(RuleViolation):
    sentence = say("You are among the volunteers.")


class NoVolunteer(RuleViolation):
    sentence = say("You are not among the volunteers.")


def check_may_fix(
    pool: Sequence[int], seats: int, *, is_fixed: bool, seed_on: date, on: date
) -> None:
    """Raises PoolFixed, SeedIsKnown, TooFewInPool."""
    if is_fixed:
        raise PoolFixed
    if on >= seed_on:
        raise SeedIsKnown(seed_on)
    if len(pool) <= seats:
        raise TooFewInPool(seats)


def check_may_draw(seed: str, *, is_fixed: bool, is_drawn: bool, seed_on: date, on: date) -> None:
    """Raises DrawnAlready, PoolNotFixed, SeedNotKnown; InvalidInput for an empty seed."""
    if is_drawn:
        raise DrawnAlready
    if not is_fixed:
        raise PoolNotFixed
    if on < seed_on:
        raise SeedNotKnown(seed_on)
    if not seed.strip() or len(seed) > 200:
        raise InvalidInput(say("Write the seed, at most 200 characters."), "seed")
