"""A decision rule as members read it: short sentences, one a condition."""

from app.bylaws.rules.condition_words import describe
from app.bylaws.rules.courses import Confirmation, SecondCall, Stage
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie
from app.bylaws.rules.provision_words import provisions
from app.sentences import Sentence, say, say_n


def majority(rule: DecisionRule) -> Sentence:
    return say("Carried when %(condition)s.", condition=describe(rule.majority))


def quorum(rule: DecisionRule) -> Sentence:
    if rule.quorum is None:
        return say("It is valid however few take part.")
    return say("It is valid when %(condition)s (the quorum).", condition=describe(rule.quorum))


def voters(rule: DecisionRule) -> Sentence:
    who = _electorate(rule)
    if rule.but_concerned:
        who = say("%(first)s Whoever the motion is about does not vote.", first=who)
    if rule.proxies:
        proxies = say_n(
            "A member may hold the vote of one other.",
            "A member may hold the votes of up to %(count)s others.",
            rule.proxies,
        )
        who = say("%(first)s %(second)s", first=who, second=proxies)
    return who


def _electorate(rule: DecisionRule) -> Sentence:
    match rule.electorate:
        case Electorate.PRESENT:
            return say("The full members who are present vote.")
        case Electorate.ACTIVE:
            return say_n(
                "The active full members may vote: who worked or attended an assembly since "
                "yesterday.",
                "The active full members may vote: who logged work or attended an assembly in the "
                "last %(count)s days.",
                rule.active_days,
            )
        case Electorate.DELEGATES if rule.weighted:
            return say(
                "The delegates of the units below vote, or their substitutes, and each has as many "
                "votes as they stand for members."
            )
        case Electorate.DELEGATES:
            return say("The delegates of the units below vote, or their substitutes.")
    return say("All full members of the unit may vote.")


def ballot(rule: DecisionRule) -> Sentence:
    if rule.secret:
        return say("The ballot is secret.")
    return say("The ballot is open: after the vote everybody sees who voted how.")


def notice(rule: DecisionRule) -> Sentence:
    if not rule.notice_days:
        return say("It needs no notice.")
    return say_n(
        "Members are told a day before, or have a day to vote.",
        "Members are told %(count)s days before, or have %(count)s days to vote.",
        rule.notice_days,
    )


def seconders(rule: DecisionRule) -> Sentence:
    if not rule.seconders:
        return say("A motion needs no seconder.")
    return say_n(
        "One more member must second the motion.",
        "%(count)s more members must second the motion.",
        rule.seconders,
    )


def tie(rule: DecisionRule) -> Sentence:
    if rule.tie is Tie.CHAIR:
        return say("At equal votes the chair has the casting vote.")
    return say("At equal votes it is defeated.")


def active(rule: DecisionRule) -> Sentence | None:
    """Who counts as active, where the voters alone do not say it."""
    if not rule.active_days or rule.electorate is Electorate.ACTIVE:
        return None
    return say_n(
        "A member is active who logged work or attended an assembly since yesterday.",
        "A member is active who logged work or attended an assembly in the last %(count)s days.",
        rule.active_days,
    )


def stages(rule: DecisionRule) -> list[Sentence]:
    """What follows when the majority is missed, one sentence a later vote."""
    return [_stage(stage) for stage in rule.stages]


def _stage(stage: Stage) -> Sentence:
    if stage.after_days:
        when = say_n(
            "If it is not carried, it can be put again a day later; then it is carried when "
            "%(condition)s.",
            "If it is not carried, it can be put again %(count)s days later; then it is carried "
            "when %(condition)s.",
            stage.after_days,
            condition=describe(stage.majority),
        )
    else:
        when = say(
            "If it is not carried, it can be put again at once; then it is carried when "
            "%(condition)s.",
            condition=describe(stage.majority),
        )
    if stage.quorum is None:
        return when
    return say(
        "%(first)s That vote is valid when %(condition)s.",
        first=when,
        condition=describe(stage.quorum),
    )


def confirmation(rule: DecisionRule) -> list[Sentence]:
    """The second vote that a carried motion needs."""
    second = rule.confirmation
    if second is None:
        return []
    told = [_second_vote(second)]
    if second.within_days:
        told.append(
            say_n(
                "The second vote is held within a day, or the first has to be held again.",
                "The second vote is held within %(count)s days, or the first has to be held again.",
                second.within_days,
            )
        )
    if second.quorum is not None:
        quorum = describe(second.quorum)
        told.append(say("The second vote is valid when %(condition)s.", condition=quorum))
    if second.unless is not None:
        unless = describe(second.unless)
        told.append(say("It needs no second vote when %(condition)s.", condition=unless))
    return told


def _second_vote(second: Confirmation) -> Sentence:
    majority = describe(second.majority)
    if not second.after_days:
        return say(
            "Once carried, it has to be confirmed in a second vote; then it is carried when "
            "%(condition)s.",
            condition=majority,
        )
    return say_n(
        "Once carried, it has to be confirmed in a second vote, a day later at the earliest; then "
        "it is carried when %(condition)s.",
        "Once carried, it has to be confirmed in a second vote, %(count)s days later at the "
        "earliest; then it is carried when %(condition)s.",
        second.after_days,
        condition=majority,
    )


def calls(rule: DecisionRule) -> list[Sentence]:
    """What follows when too few take part, one sentence a call."""
    told: list[Sentence] = []
    call = rule.second_call
    while call is not None:
        told.append(_call(call, is_second=not told))
        call = call.then
    return told


def _call(call: SecondCall, *, is_second: bool) -> Sentence:
    when = (
        say_n(
            "If too few take part, it can be put again within a day.",
            "If too few take part, it can be put again within %(count)s days.",
            call.within_days,
        )
        if is_second
        else say_n(
            "If too few take part then as well, it can be put once more within a day.",
            "If too few take part then as well, it can be put once more within %(count)s days.",
            call.within_days,
        )
    )
    if call.majority is not None:
        when = say(
            "%(first)s Then it is carried when %(condition)s.",
            first=when,
            condition=describe(call.majority),
        )
    if call.quorum is None:
        return say("%(first)s Then it is valid however few take part.", first=when)
    quorum = describe(call.quorum)
    if call.final:
        return say("%(first)s Then %(condition)s, or it is defeated.", first=when, condition=quorum)
    return say("%(first)s Then it is valid when %(condition)s.", first=when, condition=quorum)


def demand(rule: DecisionRule) -> Sentence | None:
    """The higher majority that members may ask for."""
    if rule.demand is None:
        return None
    return say(
        "Members may demand a higher majority: %(condition)s. The demand is seconded and not "
        "debated, and needs that majority itself.",
        condition=describe(rule.demand.majority),
    )


def procedure(rule: DecisionRule) -> list[Sentence]:
    """What the rule says besides majority and quorum."""
    parts = [part(rule) for part in (voters, ballot, notice, seconders, tie)]
    return [*parts, *courses(rule)]


def courses(rule: DecisionRule) -> list[Sentence]:
    """What goes beyond one vote: the votes that may follow, and what makes them harder."""
    parts = [*stages(rule), *confirmation(rule), *calls(rule), demand(rule), active(rule)]
    return [*(part for part in parts if part is not None), *provisions(rule)]
