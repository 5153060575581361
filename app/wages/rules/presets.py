"""Named schemes from practice and textbooks, as data of the algebra: starting points to change.

Amounts are round examples, for a base rate of 10 an hour and 5 a piece.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.sentences import Sentence, say
from app.wages.rules.parse import parse_terms
from app.wages.rules.terms import Term


@dataclass(frozen=True)
class Preset:
    """A named scheme, told in one sentence, with the source of its rule."""

    key: str
    name: Sentence
    sentence: Sentence
    source: str
    data: dict[str, Any]

    @cached_property
    def terms(self) -> Term:
        return parse_terms(self.data)


def _hourly(rate: str = "10") -> dict[str, Any]:
    return {"hourly": {"rate": rate}}


def _plan(plan: str) -> dict[str, Any]:
    return {"time_saved": {"plan": plan, "rate": "10"}}


def _bands(*bands: tuple[str, str], above: bool = False, basis: str = "all") -> dict[str, Any]:
    """Piece rates with (from, factor) bands; with `above` the last begins beyond its start."""
    listed: list[dict[str, Any]] = [{"from": start, "factor": factor} for start, factor in bands]
    listed[-1]["above"] = above
    return {"piece": {"bands": listed, "basis": basis}}


PIECE: dict[str, Any] = {"piece": {}}
EQUAL: dict[str, Any] = {"equal_share": {"fund": "240"}}
GRADED: dict[str, Any] = {"graded": {"base": "10"}}
LEVELS = {"1": "1", "2": "1.2", "3": "1.44", "4": "1.728"}
WAGE_TEXTBOOK = "cost accounting textbooks, methods of wage payment"

PRESETS = (
    Preset(
        "equal-share",
        say("Equal share"),
        say("Everyone gets the same from one fund, for the days of membership."),
        "Argentina's recovered firms, fourth survey",
        EQUAL,
    ),
    Preset(
        "equal-hourly",
        say("Equal hourly pay"),
        say("Every hour of everyone is paid alike."),
        "time rate",
        _hourly(),
    ),
    Preset(
        "tariff-grid",
        say("Tariff grid"),
        say("A base rate times the coefficient of the member's grade, by the hour."),
        "Soviet tariff scale of 17 grades",
        GRADED,
    ),
    Preset(
        "level-formula",
        say("Level formula"),
        say("A base rate that grows by the same fifth with each level, by the hour."),
        "Hypha worker co-operative, handbook (how we work: salary)",
        {"graded": {"base": "10", "grades": LEVELS}},
    ),
    Preset(
        "additive-skills",
        say("Skill supplements"),
        say("A base rate raised by the sum of agreed supplements, kept as one coefficient."),
        "Argentine worker co-operatives' pay slips",
        GRADED,
    ),
    Preset(
        "seniority",
        say("Seniority"),
        say("Hourly pay that rises with the years, to twice the rate at most."),
        "France, loi 78-763, art. 33 (coefficient up to 2)",
        {
            "times": {
                "term": _hourly(),
                "seniority": {"per_year": "0.02", "most": "2"},
            }
        },
    ),
    Preset(
        "need",
        say("By need"),
        say("One fund shared by the heads who live on it: children and adults count in part."),
        "kibbutz budgets by family size",
        {"need": {"fund": "240", "adult": "0.5", "child": "0.3"}},
    ),
    Preset(
        "safety-net",
        say("Safety net"),
        say("One fund pays everyone's earnings less a levy, but nobody less than the floor."),
        "kibbutz safety-net budgets; the levy follows from the fund",
        {"fit": {"term": GRADED, "fund": "300", "floor": _hourly("11")}},
    ),
    Preset(
        "solidarity-dial",
        say("Solidarity dial"),
        say("One part is shared equally, the rest follows output; the vote is on the part."),
        "Artel",
        {"blend": {"lambda": "0.5", "terms": [EQUAL, PIECE]}},
    ),
    Preset(
        "straight-piece",
        say("Straight piece rates"),
        say("Every accepted piece is paid at its rate."),
        "piece rate",
        PIECE,
    ),
    Preset(
        "guaranteed-piece",
        say("Guaranteed piece rates"),
        say("Piece rates, but never less than the hourly guarantee."),
        "make-up pay",
        {"greatest": [PIECE, _hourly()], "window": "week"},
    ),
    Preset(
        "taylor",
        say("Taylor's differential piece rate"),
        say("Below the norm all pieces are paid low, from the norm on all are paid high."),
        "F. W. Taylor; " + WAGE_TEXTBOOK,
        _bands(("0", "0.8"), ("1", "1.2")),
    ),
    Preset(
        "merrick",
        say("Merrick's multiple piece rate"),
        say("Three steps: to 83 per cent of the norm, to the norm, and above it."),
        "D. V. Merrick; " + WAGE_TEXTBOOK,
        _bands(("0", "1"), ("0.83", "1.1"), ("1", "1.2"), above=True),
    ),
    Preset(
        "gantt",
        say("Gantt's task and bonus"),
        say(
            "The hourly rate is sure; from the norm on the standard time is paid with a fifth more."
        ),
        "H. L. Gantt; " + WAGE_TEXTBOOK,
        _plan("gantt"),
    ),
    Preset(
        "emerson",
        say("Emerson's efficiency bonus"),
        say("The hourly rate is sure; a bonus begins at two thirds of the norm and keeps rising."),
        "H. Emerson; H. Atkinson, A Rational Wages System, 1917",
        _plan("emerson"),
    ),
    Preset(
        "halsey",
        say("Halsey premium"),
        say("The hourly rate is sure; half of the wages for the time saved come on top."),
        "F. A. Halsey; " + WAGE_TEXTBOOK,
        _plan("halsey"),
    ),
    Preset(
        "rowan",
        say("Rowan premium"),
        say("The hourly rate rises by the share of the standard time that was saved."),
        "J. Rowan; " + WAGE_TEXTBOOK,
        _plan("rowan"),
    ),
    Preset(
        "bedaux",
        say("Bedaux points"),
        say("The hourly rate is sure; three quarters of the standard minutes saved are paid."),
        "C. E. Bedaux; " + WAGE_TEXTBOOK,
        _plan("bedaux"),
    ),
    Preset(
        "progressive-piece",
        say("Progressive piece rates"),
        say("Pieces above the norm are paid better than those below it: costly for the fund."),
        "Soviet progressive bonus, 1930s",
        _bands(("0", "1"), ("1", "1.5"), basis="marginal"),
    ),
    Preset(
        "degressive-piece",
        say("Degressive piece rates"),
        say("Pieces above the norm are paid less than those below it: fast work spreads its gain."),
        "Artel",
        _bands(("0", "1"), ("1", "0.5"), basis="marginal"),
    ),
    Preset(
        "crew-piece",
        say("Crew piece rates"),
        say("What the crew earns is shared by hours and grade."),
        "group piecework",
        {"crew": {"weights": ["hours", "grade"]}},
    ),
    Preset(
        "crew-participation",
        say("Crew with coefficients of participation"),
        say("What the crew earns is shared by hours, grade and a coefficient the crew votes."),
        "koeffitsient trudovogo uchastiya (KTU)",
        {"crew": {"weights": ["hours", "grade", "participation"]}},
    ),
    Preset(
        "crew-tariff-and-surplus",
        say("Crew: tariff, then the surplus"),
        say("The crew's earnings pay each the tariff; what is left follows participation."),
        "KTU on the part above the tariff",
        {"crew": {"weights": ["hours", "participation"], "tariff": "6"}},
    ),
    Preset(
        "lump-sum-job",
        say("Lump-sum job"),
        say("A price agreed for the whole job, paid when it is accepted, shared by the crew."),
        "akkord; the job is an item and its price the piece rate",
        {"crew": {"weights": ["hours", "participation"]}},
    ),
    Preset(
        "gainsharing",
        say("Gainsharing"),
        say("Hourly pay, and half of what the work cost less than it used to, by hours."),
        "Improshare, by hours at the norm; Scanlon and Rucker, by the value of the output",
        {"gain": {"term": _hourly(), "baseline": "12", "share": "0.5"}},
    ),
    Preset(
        "labour-days",
        say("Labour-days"),
        say("What is left at the end is shared by the labour-days that the work done stands for."),
        "trudoden",
        {"labour_days": {"fund": "240", "weights": {"piece": "0.5"}}},
    ),
    Preset(
        "index-with-cap",
        say("Index with a ratio cap"),
        say("Pay by an index of the post, the highest at most a fixed multiple of the lowest."),
        "Mondragon",
        {"cap": {"term": GRADED, "ratio": "1.3"}},
    ),
    Preset(
        "surplus-return",
        say("Surplus return"),
        say("A fund from the surplus, half of it shared equally and half as pay is."),
        "France, loi 78-763, art. 33; co-operative bylaws on patronage",
        {"blend": {"lambda": "0.5", "terms": [EQUAL, {"fit": {"term": GRADED, "fund": "240"}}]}},
    ),
    Preset(
        "self-set-takes",
        say("Self-set takes"),
        say("Everyone sets their own coefficient in public; the takes are scaled to the income."),
        "Liberapay teams",
        {"fit": {"term": {"graded": {"base": "1"}}, "fund": "300"}},
    ),
    Preset(
        "labour-certificates",
        say("Labour certificates"),
        say("Hours are paid in hours, less the part that provides for what is free to all."),
        "Group of International Communists, 1930: factor of individual consumption",
        {"times": {"term": _hourly("1"), "factor": "0.8"}},
    ),
    Preset(
        "piece-within-fund",
        say("Piece rates within the fund"),
        say("Output decides the shares, the fund decides the sum."),
        "budget constraint on piece rates",
        {"fit": {"term": PIECE, "fund": "300"}},
    ),
    Preset(
        "ration-and-piece",
        say("Ration and piece rates"),
        say("The same ration for everyone, and piece rates for output."),
        "rations of the early 1920s as the equalising part of pay",
        {"sum": [{"goods": {"per": "member", "value": "20"}}, PIECE]},
    ),
)
