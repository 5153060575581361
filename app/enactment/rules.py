"""Why an effect cannot apply any more when its day comes."""

from app.errors import RuleViolation
from app.sentences import say


class SchemeChanged(RuleViolation):
    sentence = say("The wage scheme is not the one that the members voted on.")


class PersonUnknown(RuleViolation):
    sentence = say("The person it names is not in the register.")


class MandateOver(RuleViolation):
    sentence = say("The mandate would be over before it begins.")


class Contradicts(RuleViolation):
    sentence = say("It contradicts what stands already.")


class NamesNothing(RuleViolation):
    sentence = say("Something it names does not exist.")


class PolicyUnknown(RuleViolation):
    sentence = say("The policy it names is none that pay can have.")
