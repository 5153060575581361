"""Proxies: one level, limited in number by the bylaw, never in secret votes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.errors import RuleViolation
from app.sentences import say, say_n


class NoProxies(RuleViolation):
    sentence = say("The bylaws do not let members vote for others on this.")


class ProxyToOneself(RuleViolation):
    sentence = say("One votes for oneself without a proxy.")


class OnlyVotersGive(RuleViolation):
    sentence = say("Only who may vote on this can give a proxy for it.")


class OnlyVotersHold(RuleViolation):
    sentence = say("Only who may vote on this can hold a proxy for it.")


class ProxyStands(RuleViolation):
    sentence = say("You have given your vote already. Take it back first.")


class HoldsProxies(RuleViolation):
    sentence = say("Others have given you their votes: what you hold cannot be passed on.")


class HolderGaveTheirs(RuleViolation):
    sentence = say("This member has given their own vote to somebody else.")


class HolderHasEnough(RuleViolation):
    def __init__(self, most: int) -> None:
        super().__init__(
            say_n(
                "This member holds a vote already, and the bylaws allow one.",
                "This member holds %(count)s votes already, which is what the bylaws allow.",
                most,
            )
        )


class NoProxyStands(RuleViolation):
    sentence = say("You have not given your vote to anybody.")


class ProxyGiven(RuleViolation):
    """Their vote is cast by another member."""

    def __init__(self, holder: str) -> None:
        super().__init__(say("You gave your vote to %(holder)s, who votes for you.", holder=holder))


class NotYourProxy(RuleViolation):
    sentence = say("This member has not given you their vote.")


@dataclass(frozen=True, slots=True)
class Standing:
    """The proxies that stand on a motion, or in an assembly: from giver to holder, in the order
    they were given."""

    given: Mapping[int, int]

    def held_by(self, member_id: int) -> list[int]:
        """The ids of those for whom a member votes."""
        return [giver for giver, holder in self.given.items() if holder == member_id]


def with_own(general: Standing, own: Standing) -> Standing:
    """The proxies of an assembly with those that were given for the motion alone: these come
    first, and take the place of the giver's general one."""
    rest = {giver: held for giver, held in general.given.items() if giver not in own.given}
    return Standing({**own.given, **rest})


def check_proxy(
    standing: Standing, *, giver: int, holder: int, most: int, voters: Collection[int]
) -> None:
    """Whether a proxy can be given now. `most`: how many one member may hold; `voters`: who may
    vote on the motion. Raises the reason why not."""
    if not most:
        raise NoProxies
    if giver == holder:
        raise ProxyToOneself
    if giver not in voters:
        raise OnlyVotersGive
    if holder not in voters:
        raise OnlyVotersHold
    if giver in standing.given:
        raise ProxyStands
    if standing.held_by(giver):
        raise HoldsProxies
    if holder in standing.given:
        raise HolderGaveTheirs
    if len(standing.held_by(holder)) >= most:
        raise HolderHasEnough(most)


def kept(
    standing: Standing, *, most: int, voters: Collection[int], here: Collection[int]
) -> dict[int, int]:
    """The proxies that are written into a roll, from giver to holder: both may vote, the holder
    is among those who vote themselves, and none holds more than the rule of the day allows."""
    taken: dict[int, int] = {}
    for giver, holder in standing.given.items():
        able = giver in voters and holder in here and holder not in standing.given
        if able and sum(one == holder for one in taken.values()) < most:
            taken[giver] = holder
    return taken
