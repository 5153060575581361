"""The one blueprint of the slice."""

from flask import Blueprint

bp = Blueprint("elections", __name__)

blueprints = (bp,)
