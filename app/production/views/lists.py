"""The log as a list, and as the file that other programs read."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext

from app.coop import today
from app.members.queries import people_on
from app.permissions import Permission, requires
from app.production import catalogue, log_book
from app.production.files.log_export import COLUMNS, log_rows
from app.production.forms import ListForm, as_choices
from app.production.log_book import Filter
from app.production.views.blueprint import bp
from app.web.exports import csv_file

PER_PAGE = 50


@bp.get("/entries")
@requires(Permission.BOOK_READ)
def list_entries() -> str:
    form = _form()
    wanted = _filter(form)
    page = max(1, request.args.get("page", 1, type=int))
    order = "day" if request.args.get("order") == "day" else "-day"
    kept: dict[str, Any] = {field.name: request.args.get(field.name) for field in form}
    count = log_book.count(wanted)
    return render_template(
        "production/entries.html",
        form=form,
        lines=log_book.lines(wanted, order=order, limit=PER_PAGE, offset=PER_PAGE * (page - 1)),
        count=count,
        page=page,
        pages=-(-count // PER_PAGE),
        order=order,
        pages_at=url_for(".list_entries", **kept, order=order, page="PAGE"),
        orders_at=url_for(".list_entries", **kept, order="ORDER"),
        file_at=url_for(".export_entries", **kept),
    )


@bp.get("/entries.csv")
@requires(Permission.BOOK_READ)
def export_entries() -> Response:
    """What the filter shows, all pages, as LOG.csv."""
    rows = log_rows(log_book.lines(_filter(_form()), order="day"))
    return csv_file("LOG.csv", COLUMNS, rows)


def _form() -> ListForm:
    form = ListForm(request.args)
    form.unit.choices = as_choices(catalogue.places(), gettext("All"))
    form.item.choices = as_choices(catalogue.names(), gettext("All"))
    people = ((person.id, f"{person.number} {person.name}") for person in people_on(today()))
    form.member.choices = as_choices(people, gettext("All"))
    return form


def _filter(form: ListForm) -> Filter:
    """The filter as asked for; what cannot be read is passed over, and the form says so."""
    form.validate()
    good = {field.name: field.data for field in form if not field.errors}
    return Filter(
        unit_id=good.get("unit"),
        item_id=good.get("item"),
        member_id=good.get("member"),
        state=good.get("state"),
        from_on=good.get("from_on"),
        to_on=good.get("to_on"),
    )
