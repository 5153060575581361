"""What is refused about schemes and pay runs."""

from app.errors import RuleViolation
from app.sentences import say


class NoSuchScheme(RuleViolation):
    sentence = say("This wage scheme is not kept here.")


class PeriodPaidAlready(RuleViolation):
    sentence = say(
        "Pay for days after this date is approved already: a scheme can begin only after the "
        "last approved pay period."
    )


class LaterSchemeStands(RuleViolation):
    sentence = say("A scheme adopted later begins on or after this day already.")


class RunStands(RuleViolation):
    sentence = say("There is a pay run for this period. Set it aside before preparing another.")


class PeriodsOverlap(RuleViolation):
    sentence = say("These days belong to another pay run's period.")


class PeriodNotOver(RuleViolation):
    sentence = say("The period is not over yet: pay is prepared after its last day.")


class NothingToPay(RuleViolation):
    sentence = say("Nobody has confirmed work or a share in this period: there is nothing to pay.")


class SamePerson(RuleViolation):
    sentence = say(
        "You prepared this pay run. Somebody else must approve it: four eyes see more than two."
    )


class AlreadyApproved(RuleViolation):
    sentence = say("This pay run is approved. What is wrong is put right by a later run.")


class SetAside(RuleViolation):
    sentence = say("This pay run was set aside.")


class NotApproved(RuleViolation):
    sentence = say("Only an approved pay run is paid out.")


class SamePersonChecks(RuleViolation):
    sentence = say("You entered this yourself. Somebody else must compare it with the law.")


class LawSettled(RuleViolation):
    sentence = say("This was checked or refused already.")


class RunWaits(RuleViolation):
    sentence = say(
        "Another pay run waits for approval, and this one would rest on it. Have it approved, or "
        "set it aside, first."
    )


class NotApprovedYet(RuleViolation):
    sentence = say("This pay run is not approved yet: set it aside and prepare it again.")


class NothingToCorrect(RuleViolation):
    sentence = say("This period comes to what was paid for it: there is no difference to book.")


class CorrectsItself(RuleViolation):
    sentence = say("This run only books differences: correct the run of the period itself.")


class NeedsDecision(RuleViolation):
    sentence = say("Money beside the pay rests on a decision: say which.")


class NoGoodsPrice(RuleViolation):
    sentence = say("No value is set for these goods on that day.")


class GoodsPriceStands(RuleViolation):
    sentence = say("A value for these goods from this day or a later one stands already.")


class NotYoursToAgree(RuleViolation):
    sentence = say("Only the member whose pay it is agrees to a deduction.")


class AlreadySettled(RuleViolation):
    sentence = say(
        "A pay run has taken this up already, or it was withdrawn: enter the opposite instead."
    )
