"""Settings from the environment, nothing else. Nothing here governs members."""

import os
import secrets
from pathlib import Path
from typing import Any

from app.errors import InvalidInput
from app.sentences import say

ROOT = Path(__file__).resolve().parent


def from_environment() -> dict[str, Any]:
    """The Flask settings. `ARTEL_DATA` is where the database and the secret live."""
    data = Path(os.environ.get("ARTEL_DATA") or ROOT / "var")
    encrypted = os.environ.get("ARTEL_BASE_URL", "").startswith("https:")
    return {
        "DATA": data,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{data / 'artel.db'}",
        "SECRET_KEY": os.environ.get("ARTEL_SECRET") or _kept_secret(data),
        "BASE_URL": os.environ.get("ARTEL_BASE_URL"),
        "PROXIES": _number("ARTEL_PROXIES"),
        "TRUSTED_HOSTS": _words(os.environ.get("ARTEL_HOSTS", "")) or None,
        "SESSION_COOKIE_NAME": "__Host-artel" if encrypted else "artel",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": encrypted,
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAIL_SMTP": os.environ.get("ARTEL_SMTP"),
        "MAIL_FROM": os.environ.get("ARTEL_MAIL_FROM", "artel@localhost"),
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "app" / "translations"),
        "LANGUAGES": ("en", "es"),
        "DEMO": os.environ.get("ARTEL_DEMO") == "1",
    }


def _kept_secret(data: Path) -> str:
    """The secret that signs cookies: made once, readable by the owner alone."""
    path = data / "secret"
    try:
        if not path.exists():
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text()
    except OSError as error:
        why = say("the folder cannot be used: %(reason)s", reason=error.strerror or "")
        raise InvalidInput(why, f"ARTEL_DATA {data}") from error


def _number(variable: str) -> int:
    text = os.environ.get(variable, "0")
    if not text.isdecimal():
        raise InvalidInput(say("“%(text)s” is not a whole number", text=text), variable)
    return int(text)


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]
