"""What the slice adds to the app beside its pages."""

from app.archive.words import init_app as init_app
