"""Renders the gallery for the eye: `python -m tests.web.gallery` serves it on port 8099."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from flask import Flask, g, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app import create_app
from app.charts.bars import Bar, bar_chart
from app.charts.lines import Line, line_chart
from app.charts.lorenz import Pay, lorenz_chart
from app.charts.votes import Votes, vote_bar
from app.coop import Coop
from app.db import Model, db
from app.members.auth import Actor
from app.permissions import Permission, Role, requires
from app.web.errors import refusal
from app.web.forms import ExactField, Form, MinutesField
from app.web.navigation import SECTIONS
from app.web.trail import Step

STEPS = [
    Step("Entries", "/e", "412 in March"),
    Step("Comparison", "/c", "4 schemes"),
    Step("Motion 12", "/m", "seconded"),
    Step("Vote", "/v", "open until 20:15", state="now", here=True),
    Step("In force", None, "from 1 March", state="next"),
    Step("Pay run March", None, "", state="next"),
    Step("Your payslip", None, "", state="next"),
]
ENTRIES = [
    ("3 March", "Bricks, common", "1,240 pcs", "62.00 €", "confirmed", "Confirmed"),
    ("3 March", "Waiting", "1:30", "0.00 €", "past", "Not paid"),
    ("4 March", "Bricks, faced", "410 pcs", "84.05 €", "disputed", "Disputed"),
]
CHARTS = {
    "vote": vote_bar(
        "How the votes lie",
        [
            Votes("for", "For", 31, "31"),
            Votes("against", "Against", 7, "7"),
            Votes("abstain", "Abstained", 4, "4"),
        ],
        needed=Fraction(76, 3),
        needed_label="two thirds of 38: 26",
    ),
    "narrow": vote_bar(
        "Who has voted",
        [Votes("for", "For", 3, "3"), Votes("rest", "Not voted yet", 39, "39")],
        needed=1,
        needed_label="one",
    ),
    "single": bar_chart(
        "Pay in March",
        [Bar("Anna Struik", 120450, "1,204.50 €"), Bar("Nikita Bakhar", 98120, "981.20 €")],
        ("Member", "Pay"),
    ),
    "changes": bar_chart(
        "Who gains, who loses",
        [
            Bar("Anna Struik", 2300, "23.00 € more", "for"),
            Bar("Nikita Bakhar", -1240, "12.40 € less", "against"),
            Bar("Sebald Rutgers", 0, "unchanged"),
        ],
        ("Member", "Change"),
    ),
    "lines": line_chart(
        "Bricks a month",
        ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"],
        [
            Line("Brick yard", (1200, 1340, 900, 880, 1410, 1720)),
            Line("Kiln, second shift", (1100, 1000, 1150, 1300, 1500, 1690)),
            Line("Outside", (200, 210, 190, 0, 150, 260)),
        ],
        str,
        "Month",
    ),
    "lorenz": lorenz_chart(
        "How evenly pay is spread",
        [
            Pay("Equal share", (1000,) * 8, "Gini 0.00"),
            Pay("Guaranteed piece", (700, 800, 900, 1000, 1100, 1200, 1500, 1900), "Gini 0.19"),
            Pay("Straight piece", (100, 200, 400, 800, 1100, 1500, 2200, 3000), "Gini 0.45"),
        ],
        ("Scheme", "Lowest fifth", "Second", "Third", "Fourth", "Highest"),
    ),
}


class GalleryForm(Form):
    choice = RadioField(
        "Do you carry this motion?",
        [InputRequired("Choose one, or abstain.")],
        choices=[
            SelectChoice("for", "For"),
            SelectChoice("against", "Against"),
            SelectChoice("abstain", "Abstain"),
        ],
    )
    day = DateField("Day", [InputRequired("Say on which day.")])
    hours = MinutesField("Hours", [InputRequired("Say how long.")])
    quantity = ExactField("Quantity")
    item = SelectField(
        "Item", choices=[SelectChoice("1", "Bricks, common"), SelectChoice("2", "Coal")]
    )
    note = TextAreaField("Note")
    crew = BooleanField("The whole crew made it")


def gallery_app(data: Path, **settings: object) -> Flask:
    """The application with the gallery added and its reader signed in, without a co-op
    in its database."""
    app = create_app(
        {
            "DATA": data,
            "DATABASE_URL": f"sqlite:///{data / 'gallery.db'}",
            "SECRET_KEY": "gallery",
            "LANGUAGES": ("en", "es", "ar"),
            "BABEL_TRANSLATION_DIRECTORIES": str(data),
            "WTF_CSRF_ENABLED": False,
            "SESSION_COOKIE_SECURE": False,
            "DEMO": False,
        }
        | settings
    )
    Model.metadata.create_all(db.engine(app))
    app.extensions["artel.coop"] = Coop(
        id=1,
        name="Autonomous Industrial Colony “Kuzbass”",
        currency="EUR",
        language="en",
        time_zone="Asia/Novokuznetsk",
        founded_on=date(1922, 10, 25),
        demo=True,
    )
    own = FileSystemLoader(Path(__file__).parent)
    app.jinja_loader = ChoiceLoader([app.jinja_loader, own])  # type: ignore[list-item]
    app.before_request_funcs.setdefault(None, []).insert(0, _sign_in)
    for address, view in PAGES.items():
        app.add_url_rule(address, view_func=view, methods=["GET", "POST"])
    _stand_in(app)
    return app


def _stand_in(app: Flask) -> None:
    """The gallery as a page of each section, so that the way around needs no slice's data."""
    for section in SECTIONS:
        for page in section.pages:
            endpoint = page.endpoint
            if endpoint not in app.view_functions:
                app.add_url_rule(f"/{endpoint}", endpoint, show_gallery)
    app.view_functions["production.list_entries"] = show_gallery
    app.add_url_rule("/gallery/entries", "production.list_entries", show_gallery)


def _sign_in() -> None:
    if "guest" not in request.args:
        roles = frozenset({Role.MEMBER, Role.TREASURER})
        g._login_user = Actor(7, "Anna Struik", None, None, roles)


@requires(Permission.PUBLIC)
def show_gallery() -> str:
    form = GalleryForm(request.args or None)
    if "hours" in request.args:
        form.validate()
    return render_template(
        "gallery.html",
        form=form,
        steps=STEPS,
        entries=ENTRIES,
        charts=CHARTS,
        live_topics=request.args.getlist("topic"),
    )


class SignInForm(Form):
    email = EmailField("E-mail", [InputRequired("Write your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Write your password.")])


@requires(Permission.PUBLIC)
def show_sign_in() -> str:
    form = SignInForm()
    if "wrong" in request.args:
        form.form_errors.append("The e-mail or the password is not right.")
    return render_template("members/sign_in.html", form=form)


@requires(Permission.PUBLIC)
def show_not_founded() -> str:
    return render_template("not_founded.html", coop=None)


@requires(Permission.PUBLIC)
def show_refusal() -> object:
    """What one gets who votes too late, as a page and as a part."""
    return refusal(409, "The vote closed at 20:15, before your ballot came.")


PAGES = {
    "/gallery": show_gallery,
    "/gallery/sign-in": show_sign_in,
    "/gallery/not-founded": show_not_founded,
    "/gallery/refusal": show_refusal,
}


if __name__ == "__main__":
    import tempfile

    gallery_app(Path(tempfile.mkdtemp())).run(port=8099, debug=False)
