"""Callers of the interface, whose every answer is held against the form that its view declares."""

import json
import uuid
from collections.abc import Callable
from types import UnionType
from typing import Any

import msgspec
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import clock
from app.api.operations import Operation
from app.api.values import Problem
from app.db import db
from app.members.models import Member
from app.members.tokens import make_token

ROOT = "/api/v1"
Form = type | UnionType


class Caller:
    def __init__(self, app: Flask, token: str | None) -> None:
        self.app = app
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> TestResponse:
        answer = self.app.test_client().get(ROOT + path, query_string=query, headers=self.headers)
        return self.checked(answer)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> TestResponse:
        """Sends JSON under a key: a fresh one, unless the test gives its own."""
        text = "" if body is None else json.dumps(body)
        return self.send(path, text, {"Idempotency-Key": key or uuid.uuid4().hex})

    def send(
        self, path: str, text: str | bytes, headers: dict[str, str], kind: str = "application/json"
    ) -> TestResponse:
        answer = self.app.test_client().post(
            ROOT + path, data=text, content_type=kind, headers=self.headers | headers
        )
        return self.checked(answer)

    def checked(self, answer: TestResponse) -> TestResponse:
        """The answer, which is of the form that its view declares, or a problem document."""
        if answer.status_code >= 400:
            assert answer.content_type == "application/problem+json"
            problem = msgspec.convert(json.loads(answer.text), Problem)
            assert problem.status == answer.status_code
            return answer
        urls = self.app.url_map.bind("localhost")
        endpoint, _ = urls.match(answer.request.path, answer.request.method)
        operation: Operation = self.app.view_functions[endpoint].operation
        assert answer.status_code == operation.status
        msgspec.json.decode(answer.data, type=operation.answer)
        return answer


@pytest.fixture
def caller(app: Flask, person: Callable[[str], Member]) -> Callable[[str], Caller]:
    """A program that acts for one of the cast: `caller("Emil").get("/me")`."""

    def make(name: str) -> Caller:
        token = make_token(person(name).id, name="a program", at=clock.now())
        db.commit()
        return Caller(app, token)

    return make


@pytest.fixture
def stranger(app: Flask) -> Caller:
    """A program without a token."""
    return Caller(app, None)
