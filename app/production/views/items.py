"""The catalogue of items with their rates and norms."""

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.permissions import Permission, requires
from app.production import catalogue
from app.production.actions.items import add_item, retire_item
from app.production.forms import ItemForm, as_choices
from app.production.models import Item
from app.production.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/items")
@requires(Permission.BOOK_READ)
def list_items() -> str:
    return render_template("production/items.html", items=catalogue.items(), day=today())


@bp.get("/items/<int:item_id>")
@requires(Permission.BOOK_READ)
def show_item(item_id: int) -> str:
    item = catalogue.item(item_id) or abort(404)
    return render_template("production/item.html", item=item, day=today())


@bp.get("/items/new")
@requires(Permission.ITEM_ADD)
def new_item() -> str:
    return render_template("production/new_item.html", form=_form())


@bp.post("/items")
@requires(Permission.ITEM_ADD)
def create_item() -> Response:
    form = _form()
    page = form.stands_on("production/new_item.html")
    if not form.validate():
        return make_response(page(), 422)
    item = add_item(
        code=form.code.data or "",
        name=form.name.data or "",
        measure=form.measure.data or "",
        decimals=form.decimals.data or 0,
        unit_id=form.unit.data,
        by=current_user.id,
        at=clock.now(),
    )
    flash(gettext("Added. Its rate and its norm are set by the members."))
    return commit(make_response(redirect(url_for(".show_item", item_id=item.id))))


@bp.post("/items/<int:item_id>/retirement")
@requires(Permission.ITEM_ADD)
def create_retirement(item_id: int) -> Response:
    item = db.get_or_404(Item, item_id)
    retire_item(item, by=current_user.id, at=clock.now())
    flash(gettext("Nothing new is logged on this item any more."))
    return commit(make_response(redirect(url_for(".show_item", item_id=item_id))))


def _form() -> ItemForm:
    form = ItemForm()
    form.unit.choices = as_choices(catalogue.places(), gettext("Choose a unit"))
    return form
