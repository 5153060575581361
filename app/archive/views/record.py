"""The record as members read it, and its verification."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_template, url_for
from flask_babel import lazy_gettext as _

from app.archive import queries
from app.archive.forms import WantedForm
from app.archive.verification import CHECKS, Finding, finding
from app.archive.words import kind_in_words
from app.coop import founded_coop
from app.db import db
from app.permissions import Permission, requires
from app.record.queries import head

bp = Blueprint("record", __name__, url_prefix="/record")
blueprints = (bp,)


@bp.get("")
@requires(Permission.RECORD_READ)
def list_events() -> str:
    form = WantedForm(request.args)
    kinds = [(kind, kind_in_words(kind)) for kind in queries.kinds()]
    form.kind.choices = [("", _("Anything")), *kinds]
    form.validate()
    page = max(1, request.args.get("page", 1, type=int))
    entries, pages = queries.entries(form.wanted(), zone=founded_coop().time_zone, page=page)
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "page"
    }
    return render_template(
        "record/events.html",
        form=form,
        entries=entries,
        names=queries.names_of(entries),
        page=page,
        pages=pages,
        pages_at=url_for(".list_events", page="PAGE", **asked),
        asked=asked,
        head=head(),
    )


@bp.get("/verification")
@requires(Permission.RECORD_READ)
def show_verification() -> Response:
    """Runs every check now. It reads and changes nothing, so any reader of the record may."""
    page = stream_template("record/verification.html", findings=_one_by_one(), head=head())
    return Response(page)


def _one_by_one() -> Iterator[Finding]:
    """What each check finds, told when it is found: all of them take some seconds."""
    for holds, check in CHECKS:
        with db.snapshot():
            found = finding(holds, check)
        yield found
