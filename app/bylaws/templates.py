"""Sets of bylaws that a co-op can start from. Its founding assembly adopts them."""

from fractions import Fraction

from app.bylaws.models import Matter
from app.bylaws.rules.conditions import Compare, Extreme, Number, Relation, Share
from app.bylaws.rules.courses import Stage
from app.bylaws.rules.decisions import SIMPLE, DecisionRule
from app.sentences import Sentence, say

_HALF_TAKE_PART = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
_TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
_NOBODY_AGAINST = Compare(Number.AGAINST, Relation.AT_MOST, 0)
_ONE_AGAINST = Compare(Number.AGAINST, Relation.AT_MOST, 1)

# After the facts of CoLab Cooperative's bylaws, art. 3: a member vote in place of consensus is
# ratified when opposed by no more than the greater of two members and a quarter of all members.
_FEW_AGAINST = Compare(
    Number.AGAINST,
    Relation.AT_MOST,
    Extreme(True, (2, Share(Fraction(1, 4), Number.ENTITLED))),
)

SIMPLE_MAJORITY = {
    Matter.WAGE_SCHEME: DecisionRule(_TWO_THIRDS, _HALF_TAKE_PART, notice_days=7),
    Matter.RATES: DecisionRule(SIMPLE, _HALF_TAKE_PART, notice_days=7),
    Matter.ADMISSION: DecisionRule(SIMPLE, _HALF_TAKE_PART, notice_days=7),
    Matter.OFFICE: DecisionRule(SIMPLE, _HALF_TAKE_PART, notice_days=7),
    Matter.BYLAW: DecisionRule(_TWO_THIRDS, _HALF_TAKE_PART, notice_days=14),
    Matter.SPENDING: DecisionRule(SIMPLE, _HALF_TAKE_PART, notice_days=7),
    Matter.RESOLUTION: DecisionRule(SIMPLE, notice_days=3),
}

CONSENSUS_WITH_FALLBACK = {
    Matter.WAGE_SCHEME: DecisionRule(_NOBODY_AGAINST, _HALF_TAKE_PART, notice_days=7),
    Matter.RATES: DecisionRule(_NOBODY_AGAINST, _HALF_TAKE_PART, notice_days=7),
    Matter.ADMISSION: DecisionRule(_ONE_AGAINST, _HALF_TAKE_PART, notice_days=7),
    Matter.OFFICE: DecisionRule(_FEW_AGAINST, _HALF_TAKE_PART, notice_days=7),
    Matter.BYLAW: DecisionRule(_ONE_AGAINST, _HALF_TAKE_PART, notice_days=14),
    Matter.SPENDING: DecisionRule(_FEW_AGAINST, _HALF_TAKE_PART, notice_days=7),
    Matter.RESOLUTION: DecisionRule(
        _NOBODY_AGAINST,
        _HALF_TAKE_PART,
        notice_days=7,
        stages=(Stage(0, _FEW_AGAINST, _HALF_TAKE_PART),),
    ),
}

TEMPLATES: dict[str, tuple[Sentence, dict[Matter, DecisionRule]]] = {
    "simple-majority": (
        say(
            "Simple majority: most matters by more for than against, wages and bylaws by two "
            "thirds; half of the members must take part."
        ),
        SIMPLE_MAJORITY,
    ),
    "consensus": (
        say(
            "Consensus with fallback: wages need everybody's consent, admissions and bylaws all "
            "but one; other matters pass when few are against, resolutions in a second vote."
        ),
        CONSENSUS_WITH_FALLBACK,
    ),
}
