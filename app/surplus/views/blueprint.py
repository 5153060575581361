"""The one blueprint of the slice."""

from flask import Blueprint

bp = Blueprint("surplus", __name__, url_prefix="/surplus")

blueprints = (bp,)
