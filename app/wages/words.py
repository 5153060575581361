"""The members' words for the parts of a scheme, its parameters and what can be done with them."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.production.words import WORDS as KINDS_OF_HOURS
from app.wages.rules.openness import Openness
from app.wages.rules.shapes import Shape

TERMS: dict[str, LazyString] = {
    "equal_share": _("Equal share"),
    "hourly": _("Pay by the hour"),
    "graded": _("Pay by grade"),
    "need": _("Share by need"),
    "piece": _("Piece rates"),
    "time_saved": _("Bonus for time saved"),
    "crew": _("Share in the crew's earnings"),
    "labour_days": _("Share by labour-days"),
    "goods": _("Goods"),
    "sum": _("Together"),
    "greatest": _("Whichever is most"),
    "least": _("Whichever is least"),
    "blend": _("A mixture of two"),
    "times": _("Raised"),
    "cap": _("Ratio of highest to lowest"),
    "fit": _("Within a fund"),
    "gain": _("With a share in what was saved"),
}

PARAMETERS: dict[str, LazyString] = {
    "fund": _("Fund for a pay period"),
    "rate": _("Rate an hour"),
    "base": _("Base rate an hour, for the coefficient 1"),
    "adult": _("What an adult counts"),
    "child": _("What a child counts"),
    "unpaid_absence": _("Days of unpaid absence"),
    "rejects": _("Part of the rate that a reject is paid"),
    "basis": _("What the factor applies to"),
    "plan": _("Plan"),
    "time_saved.share": _("Share of the bonus"),
    "gain.share": _("Part of the saving that is paid out"),
    "tariff": _("Tariff an hour, paid first"),
    "crew.weights": _("Shared by"),
    "per": _("For each"),
    "value": _("Value"),
    "window": _("Judged anew"),
    "lambda": _("Part that the first has, 0 to 1"),
    "factor": _("Factor"),
    "per_year": _("Raise for each year, 0.02 for two per cent"),
    "most": _("At most so many times"),
    "ratio": _("Highest at most so many times the lowest"),
    "method": _("How"),
    "baseline": _("What one used to cost"),
    "of": _("Output counted as"),
    "kinds": _("Hours of these kinds"),
    "bands": _("Bands of efficiency (1 is the norm)"),
    "grades": _("Coefficients of grades"),
    "labour_days.weights": _("Labour-days for a unit of an item"),
    "goods.value": _("Value for a head and period"),
    "from": _("From"),
    "from_day": _("From"),
    "name": _("Name"),
}

OPTIONS: dict[str, LazyString] = {
    **{kind.value: words for kind, words in KINDS_OF_HOURS.items()},
    "all": _("all that was made"),
    "marginal": _("each slice its own"),
    "halsey": _("Halsey"),
    "rowan": _("Rowan"),
    "bedaux": _("Bedaux"),
    "gantt": _("Gantt"),
    "emerson": _("Emerson"),
    "hours": _("Hours"),
    "grade": _("Grade"),
    "participation": _("Participation"),
    "member": _("member"),
    "adult": _("adult who lives on the pay"),
    "child": _("child who lives on the pay"),
    "day": _("every day"),
    "week": _("every week"),
    "period": _("every pay period"),
    "compress": _("draw all together"),
    "clip": _("cut the top and give it back"),
    "standard": _("hours at the norm"),
    "value": _("money at piece rates"),
    "above": _("only above it"),
    "counted": _("count"),
    "left_out": _("do not count"),
}

SHAPES: dict[Shape, LazyString] = {
    Shape.AWAY: _("Take this part away"),
    Shape.GUARANTEE: _("Guarantee an hourly rate"),
    Shape.CEILING: _("Put a ceiling over it"),
    Shape.BLEND: _("Mix it with an equal share"),
    Shape.CAP: _("Limit the ratio of highest to lowest"),
    Shape.FIT: _("Fit it to a fund"),
    Shape.FLOOR: _("Put a floor under it, paid out of the fund"),
    Shape.SENIORITY: _("Raise it with the years"),
    Shape.TIMES: _("Multiply it"),
    Shape.GAIN: _("Share what was saved"),
    Shape.ADD_PIECE: _("Add piece rates"),
    Shape.ADD_HOURLY: _("Add pay by the hour"),
    Shape.ADD_GRADED: _("Add pay by grade"),
    Shape.ADD_TIME_SAVED: _("Add a bonus for time saved"),
    Shape.ADD_CREW: _("Add a share in the crew's earnings"),
    Shape.ADD_EQUAL_SHARE: _("Add an equal share"),
    Shape.ADD_NEED: _("Add a share by need"),
    Shape.ADD_GOODS: _("Add goods"),
    Shape.ADD_LABOUR_DAYS: _("Add a share by labour-days"),
}


OPENNESS: dict[Openness, LazyString] = {
    Openness.PRIVATE: _("Private pay"),
    Openness.BANDED: _("Pay open in bands"),
    Openness.FULL: _("Open pay"),
}

OPENNESS_MEANING: dict[Openness, LazyString] = {
    Openness.PRIVATE: _("You see your own pay, and of the others only sums and measures."),
    Openness.BANDED: _(
        "You also see how many members are paid how much, in bands of at least five, and no name."
    ),
    Openness.FULL: _("You also see what each member earns, by name."),
}


def parameter(term: str, name: str) -> LazyString:
    """The words for a parameter, which may mean another thing in another term."""
    return PARAMETERS.get(f"{term}.{name}") or PARAMETERS[name]


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {"parameter_words": parameter}
    app.jinja_env.filters |= {
        "term_words": TERMS.__getitem__,
        "option_words": OPTIONS.__getitem__,
        "shape_words": SHAPES.__getitem__,
        "openness_words": OPENNESS.__getitem__,
        "openness_meaning": OPENNESS_MEANING.__getitem__,
    }
