"""The OpenAPI document says what the code does."""

import json
import re

import pytest

SAFE = {"get"}


@pytest.fixture
def described(stranger):
    return json.loads(stranger.get("/openapi.json").text)


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_openapi_3_1(described):
    assert described["openapi"] == "3.1.0"
    assert described["info"]["title"] == "Artel of Red Clay"


def test_every_route_is_in_it(app, described):
    routes = {
        (re.sub(r"<int:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert len(routes) > 15
    assert {(path, method) for path, calls in described["paths"].items() for method in calls} == (
        routes
    )


def test_every_call_says_what_it_does_and_needs(described):
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert call["description"], path
            named = {parameter["name"] for parameter in call["parameters"]}
            assert ("Idempotency-Key" in named) == (method not in SAFE), path
            assert set(re.findall(r"{(\w+)}", path)) <= named


def test_every_call_says_how_it_can_be_refused(described):
    for path, calls in described["paths"].items():
        for call in calls.values():
            assert {"401", "403", "404", "405", "409", "413", "415", "422", "500", "503"} <= set(
                call["responses"]
            ), path


def test_every_reference_leads_somewhere(described):
    found = set(references(described))
    assert "#/components/schemas/Problem" in found
    for reference in found:
        part = described
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_no_schema_has_a_float(described):
    assert '"type": "integer"' in json.dumps(described)
    assert '"type": "number"' not in json.dumps(described)


def test_unknown_names_in_a_body_are_refused_by_its_schema(described):
    assert described["components"]["schemas"]["NewMotion"]["additionalProperties"] is False
