"""One shape for every refusal: a sentence a member understands, and nothing written.

Pages answer with the form it was about, or with `refusal.html` (its partial for htmx), the API with
problem documents (RFC 9457).
"""

from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed

from app.db import db
from app.errors import InvalidInput, RuleViolation
from app.sentences import say
from app.web.idempotency import kept_answer
from app.web.language import speak

_SENTENCES = {
    400: say("The request could not be read. Go back, reload the page and try again."),
    401: say("Sign in first."),
    403: say("Your offices do not include this."),
    404: say("There is nothing here, or it is not yours to see."),
    405: say("This address does not take such a request."),
    413: say("This is too large to be taken."),
    415: say("Send JSON: the Content-Type is application/json."),
    429: say("Too many tries. Wait a few minutes."),
    503: say("This is not open yet, or busy. Try again later."),
    500: say("Something went wrong on our side. Nothing was changed. The log has the details."),
}


ABOVE_THE_PAGE = {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML show:#refusal:top"}
"""Where htmx puts a part that refuses: what the member was typing stays where it is."""


class SentFromElsewhere(Forbidden):
    """The page of another site sent this, perhaps without the member's knowledge."""


def init_app(app: Flask) -> None:
    app.register_error_handler(RuleViolation, _rule_violation)
    app.register_error_handler(InvalidInput, _invalid_input)
    app.register_error_handler(SentFromElsewhere, _from_elsewhere)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _http_error)


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def is_api() -> bool:
    return request.path.startswith("/api/")


def refusal(status: int, sentence: str, *, kind: str = "about:blank", where: str = "") -> Any:
    """A refusal as page, part of a page, or problem document."""
    db.rollback()
    if is_api():
        problem = {"type": kind, "title": sentence, "status": status, "detail": sentence}
        if where:
            problem["where"] = where
        response = jsonify(problem)
        response.headers["Content-Type"] = "application/problem+json"
        return response, status
    if not is_htmx():
        return render_template(
            "refusal.html", sentence=sentence, status=status, where=where, kind=kind
        ), status
    part = render_template("_refusal.html", sentence=sentence, status=status, where=where)
    return part, status, ABOVE_THE_PAGE


def _rule_violation(error: RuleViolation) -> Any:
    """A twin of this request that was a moment faster may be why: then its answer is given."""
    db.rollback()
    kept = kept_answer()
    if kept is not None:
        return kept
    again = _form_again(error)
    if again is not None:
        return again, 409
    return refusal(409, speak(error.sentence), kind=f"urn:artel:{type(error).__name__}")


def _invalid_input(error: InvalidInput) -> Any:
    db.rollback()
    again = _form_again(error)
    if again is not None:
        return again, 422
    return refusal(422, speak(error.sentence), kind="urn:artel:InvalidInput", where=error.where)


def _form_again(error: InvalidInput | RuleViolation) -> str | None:
    """The page of the form that was sent (`Form.answers_with`), which says why. None where there
    is none, or where what was refused has taken the form from its page: it would not be told."""
    if "form_with_page" not in g or is_htmx():
        return None
    form, page = g.form_with_page
    form.refuse(error)
    again: str = page()
    return again if form.is_shown else None


def _from_elsewhere(_: SentFromElsewhere) -> Any:
    return refusal(
        403,
        gettext(
            "The page of another site sent this, so it was not done. If you meant it, do it here."
        ),
        kind="urn:artel:SentFromElsewhere",
    )


def _http_error(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    status = error.code or 500
    if isinstance(error.response, Response):
        return error.response
    refused = make_response(refusal(status, speak(_SENTENCES.get(status, _SENTENCES[400]))))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        refused.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return refused
