"""What each call takes and gives, declared once: the OpenAPI document is made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.api.values import Body

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """The forms (types) of the answer, the body and the query; None where there is none."""

    answer: Any
    body: Any = None
    query: type[Body] | None = None
    status: int = 200


def operation(
    answer: Any, *, body: Any = None, query: type[Body] | None = None, status: int = 200
) -> Callable[[View], View]:
    """Declares a view's forms. Its docstring is the description that callers read."""

    def declare(view: View) -> View:
        view.operation = Operation(answer, body, query, status)  # type: ignore[attr-defined]
        return view

    return declare
