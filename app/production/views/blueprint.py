"""The pages of the log, all under one name."""

from flask import Blueprint

bp = Blueprint("production", __name__, url_prefix="/production")
blueprints = (bp,)
