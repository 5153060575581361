"""The bylaws: the rules in force, and the history of each matter."""

from flask import Blueprint, abort, render_template

from app.bylaws import queries
from app.bylaws.rules import words
from app.bylaws.rules.matters import NAMES, Matter
from app.coop import today
from app.permissions import Permission, requires

bp = Blueprint("bylaws", __name__, url_prefix="/bylaws")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.BOOK_READ)
def list_rules() -> str:
    on = today()
    return render_template(
        "bylaws/rules.html", rules=queries.rule_lines(on), names=NAMES, rule_words=words
    )


@bp.get("/<string:matter>")
@requires(Permission.BOOK_READ)
def show_matter(matter: str) -> str:
    """One matter: its rule today, the one to come, and those before."""
    if matter not in set(Matter):
        abort(404)
    on = today()
    history = queries.history(Matter(matter))
    so_far = [line for line in history if line.from_on <= on]
    return render_template(
        "bylaws/matter.html",
        matter=matter,
        name=NAMES[Matter(matter)],
        to_come=[line for line in history if line.from_on > on],
        so_far=so_far,
        examples=queries.examples_of(so_far[0].rule, on) if so_far else [],
        rule_words=words,
    )
