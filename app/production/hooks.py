"""Gives the templates the words of the log."""

from app.production.words import init_app as init_app
