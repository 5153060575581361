"""The one blueprint of the slice; its views stand in three files."""

from flask import Blueprint

bp = Blueprint("wages", __name__, url_prefix="/wages")

blueprints = (bp,)
