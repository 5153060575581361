"""Renders the gallery for the eye: `python -m tests.web.gallery` serves it on port 8099."""

from datetime import date
from pathlib import Path

from flask import Flask, g, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from app import create_app
from app.coop import Coop
from app.members.auth import Actor
from app.permissions import Permission, Role, requires
from app.web.forms import ExactField, Form, MinutesField
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


class GalleryForm(Form):
    choice = RadioField(
        "Do you carry this motion?",
        [InputRequired("Choose one, or abstain.")],
        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstain")],
    )
    day = DateField("Day", [InputRequired("Say on which day.")])
    hours = MinutesField("Hours", [InputRequired("Say how long.")])
    quantity = ExactField("Quantity")
    item = SelectField("Item", choices=[("1", "Bricks, common"), ("2", "Coal, kg")])
    note = TextAreaField("Note")
    crew = BooleanField("The whole crew made it")


def gallery_app(data: Path, **settings: object) -> Flask:
    """The application with the gallery added and its reader signed in, without a database."""
    app = create_app(
        {
            "DATA": data,
            "DATABASE_URL": f"sqlite:///{data / 'gallery.db'}",
            "SECRET_KEY": "gallery",
            "LANGUAGES": ("en", "es"),
            "BABEL_TRANSLATION_DIRECTORIES": str(data),
            "WTF_CSRF_ENABLED": False,
            "SESSION_COOKIE_SECURE": False,
            "DEMO": False,
        }
        | settings
    )
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
    app.add_url_rule("/gallery", view_func=show_gallery)
    for endpoint in ("home.show_home", "voting.list_polls", "production.new_entry"):
        if endpoint not in app.view_functions:
            app.add_url_rule(f"/{endpoint}", endpoint, show_gallery)
    return app


def _sign_in() -> None:
    roles = frozenset({Role.MEMBER, Role.TREASURER})
    g._login_user = Actor(7, "Anna Struik", None, None, roles)


@requires(Permission.PUBLIC)
def show_gallery() -> str:
    form = GalleryForm(request.args or None)
    if "hours" in request.args:
        form.validate()
    return render_template("gallery.html", form=form, steps=STEPS, entries=ENTRIES)


if __name__ == "__main__":
    import tempfile

    gallery_app(Path(tempfile.mkdtemp())).run(port=8099, debug=False)
