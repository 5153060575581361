"""The OpenAPI 3.1 document, made from the routes and the forms that their views declare, so that
it and the code cannot differ."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from werkzeug.routing import Rule

from app.api.operations import Operation
from app.api.values import LARGEST_ID, Body, Page, Problem
from app.permissions import Permission

REFERENCE = "#/components/schemas/{name}"
ABOUT = """JSON over the same acts and permissions as the pages. Show a token in every call
(`Authorization: Bearer TOKEN`; a member makes tokens on their own page). Amounts are decimal
strings, moments are in UTC, days are days in the co-op's time zone.

Every unsafe call takes an `Idempotency-Key`: the same key and body get the same answer, the same
key with another body is refused. A refused call keeps no answer and can be sent again.

Of what belongs to voting, two things are done on the pages alone, as they take a passphrase, which
goes through no other program: making a scrutineer's key, and giving it to the urn of a secret vote.
Convening assemblies, pay runs and the books have their pages and no calls.

Lists take `limit` and `offset`; `Total-Count` says how many there are in all, and `Link` has the
address of the next part. More names may follow in an answer: pass over those you do not know."""
_REFUSALS = {
    "401": "No token, or one that is no longer good.",
    "403": "Your offices do not include this.",
    "404": "There is nothing here, or it is not yours to see.",
    "405": "This address does not take such a request; `Allow` names those it takes.",
    "409": "A rule forbids it; `type` names the rule.",
    "413": "The body is larger than anything that is taken.",
    "415": "The body is not JSON.",
    "422": "The body, the query or the key cannot be taken; `where` names the place.",
    "500": "Something went wrong on our side. Nothing was changed.",
    "503": "The co-op is not founded yet.",
}
_VALUE = re.compile(r"<(?:\w+:)?(\w+)>")
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{8,100}$"},
}
Described = tuple[Rule, Callable[..., Any], Operation]


def document(described: list[Described], *, title: str) -> dict[str, Any]:
    """The whole document. Each route comes with its view and what that takes and gives."""
    forms = [form for _, _, operation in described for form in _forms(operation)]
    schemas, components = msgspec.json.schema_components([*forms, Problem], ref_template=REFERENCE)
    schema_of = {repr(form): schema for form, schema in zip(forms, schemas, strict=False)}
    paths: dict[str, dict[str, Any]] = {}
    for rule, view, operation in sorted(described, key=lambda one: one[0].rule):
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        for method in methods:
            path = paths.setdefault(_VALUE.sub(r"{\1}", rule.rule), {})
            path[method.lower()] = _call(rule, view, operation, schema_of, method != "GET")
    scheme = {"token": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "description": ABOUT},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {code: _refusal(why) for code, why in _REFUSALS.items()},
            "securitySchemes": scheme,
        },
    }


def _forms(operation: Operation) -> Iterator[Any]:
    yield from (form for form in (operation.answer, operation.body) if form is not None)
    if operation.query is not None:
        yield from (field.type for field in msgspec.structs.fields(operation.query))


def _call(
    rule: Rule,
    view: Callable[..., Any],
    operation: Operation,
    schema_of: dict[str, Any],
    writes: bool,
) -> dict[str, Any]:
    parameters = [
        *_in_path(rule),
        *_in_query(operation.query, schema_of),
        *([_KEY] if writes else []),
    ]
    call: dict[str, Any] = {
        "operationId": view.__name__,
        "description": " ".join((view.__doc__ or "").split()),
        "parameters": parameters,
        "responses": {
            str(operation.status): {
                "description": "Done." if writes else "Here it is.",
                "content": {"application/json": {"schema": schema_of[repr(operation.answer)]}},
            }
        }
        | {code: {"$ref": f"#/components/responses/{code}"} for code in _REFUSALS},
    }
    if operation.query is not None and issubclass(operation.query, Page):
        call["responses"][str(operation.status)]["headers"] = {
            "Total-Count": {"schema": {"type": "integer"}},
            "Link": {"schema": {"type": "string"}},
        }
    if operation.body is not None:
        content = {"application/json": {"schema": schema_of[repr(operation.body)]}}
        call["requestBody"] = {"required": True, "content": content}
    if getattr(view, "permission", None) is Permission.PUBLIC:
        call["security"] = []
    else:
        call["x-permission"] = str(getattr(view, "permission", ""))
    return call


def _refusal(why: str) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(name="Problem")}
    return {"description": why, "content": {"application/problem+json": {"schema": schema}}}


def _in_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(query: type[Body] | None, schema_of: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if query is None:
        return
    for field in msgspec.structs.fields(query):
        schema = schema_of[repr(field.type)]
        if field.default not in {msgspec.NODEFAULT, None}:
            schema = schema | {"default": msgspec.to_builtins(field.default)}
        yield {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "schema": schema,
        }
