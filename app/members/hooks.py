"""What the slice adds to the app beside its pages."""

from app.members.words import init_app as init_app
