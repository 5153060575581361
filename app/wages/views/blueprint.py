"""The one blueprint of the slice."""

from flask import Blueprint

bp = Blueprint("wages", __name__, url_prefix="/wages")

blueprints = (bp,)
