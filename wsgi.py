"""The WSGI entry: `gunicorn wsgi:app`, `flask --app wsgi …`."""

import gc

gc.disable()  # what makes the app stays: looking through it for garbage takes a fifth of the start

from app import create_app  # noqa: E402

app = create_app()

gc.freeze()
gc.enable()
