"""The house rules that a reader of the code relies on (CONTRIBUTING.md), held by tests.

Each rule is a function from a file to the breaches in it, and each is tried on a breach first.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import config
from app import create_app

ROOT = Path(__file__).parent.parent
EDGES = {"views", "api", "commands", "jobs", "hooks", "cli"}
COMMITTING = {"app/db.py", "app/web/idempotency.py", "app/sqlite.py"}
EXACT_SLICES = {"production", "wages", "voting", "treasury"}
VAGUE = re.compile(r"(util|helper|manager|service)s?|common|misc")


@dataclass(frozen=True)
class Source:
    path: str
    """From the root: "app/voting/actions.py"."""
    text: str

    @property
    def names(self) -> list[str]:
        """The packages and the module, without "app", by what they are: "wages/run_views.py" is
        wages, views."""
        return [name.split("_")[-1] for name in self.path.removesuffix(".py").split("/")[1:]]

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(ast.parse(self.text))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the name it is called by: `db.session.commit`."""
        return (
            (ast.unparse(node.func), node) for node in self.nodes() if isinstance(node, ast.Call)
        )


def sources() -> list[Source]:
    paths = sorted((ROOT / "app").rglob("*.py"))
    return [Source(str(path.relative_to(ROOT)), path.read_text()) for path in paths]


def commits_inside(source: Source) -> list[str]:
    """Only an edge commits, and only `app.db` by the session: the record is sealed there."""
    if source.path in COMMITTING:
        return []
    called = [name for name, _ in source.calls() if name.split(".")[-1] == "commit"]
    if EDGES.isdisjoint(source.names):
        return called
    return [name for name in called if "session" in name]


def vague_names(source: Source) -> list[str]:
    """A module is named by what it does."""
    return [name for name in source.names if VAGUE.fullmatch(name)]


def other_clocks(source: Source) -> list[str]:
    """Only `app.clock` tells the time."""
    told = re.compile(r"(datetime|date|time)\.(now|utcnow|today|time|localtime)")
    return [
        name for name, _ in source.calls() if told.fullmatch(name) and source.path != "app/clock.py"
    ]


def floats(source: Source) -> list[str]:
    """No float comes near a vote or a wage."""
    exact = source.path == "app/money.py" or "rules" in source.names
    if not exact and not (source.names[0] in EXACT_SLICES and "actions" in source.names):
        return []
    literals = [
        str(node.value)
        for node in source.nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    return literals + [name for name, _ in source.calls() if name == "float"]


def queries_in_views(source: Source) -> list[str]:
    """A view asks `queries` and acts through `actions`."""
    if "views" not in source.names:
        return []
    queries = {"select", "insert", "update", "delete", "text"}
    return [name for name, _ in source.calls() if name.removeprefix("sa.") in queries]


Rule = Callable[[Source], list[str]]
BREACHES: list[tuple[Rule, str, str]] = [
    (commits_inside, "app/voting/actions.py", "db.commit()"),
    (commits_inside, "app/voting/rules/counting.py", "commit(response)"),
    (commits_inside, "app/voting/views.py", "db.session.commit()"),
    (commits_inside, "app/live.py", "session.commit()"),
    (vague_names, "app/voting/utils.py", ""),
    (vague_names, "app/services/mail.py", ""),
    (other_clocks, "app/voting/actions.py", "at = datetime.now(UTC)"),
    (other_clocks, "app/voting/rules.py", "day = date.today()"),
    (floats, "app/wages/rules/terms.py", "half = 0.5"),
    (floats, "app/money.py", "x = float('1')"),
    (floats, "app/treasury/actions.py", "rate = 1e3"),
    (queries_in_views, "app/members/views.py", "select(Member)"),
    (queries_in_views, "app/wages/views/runs.py", "sa.select(Run)"),
    (queries_in_views, "app/wages/run_views.py", "select(Run)"),
]
ALLOWED: list[tuple[Rule, str, str]] = [
    (commits_inside, "app/voting/views.py", "return commit(response)"),
    (commits_inside, "app/jobs/runner.py", "db.commit()"),
    (other_clocks, "app/voting/actions.py", "at = clock.now()"),
    (floats, "app/charts.py", "x = 0.5"),
    (queries_in_views, "app/members/queries.py", "select(Member)"),
]
RULES = [commits_inside, vague_names, other_clocks, floats, queries_in_views]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_a_breach_is_seen(rule, path, text):
    assert rule(Source(path, text))


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_what_is_allowed_passes(rule, path, text):
    assert not rule(Source(path, text))


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rules(rule):
    looked_at = sources()
    assert len(looked_at) > 40
    assert {source.path: breaches for source in looked_at if (breaches := rule(source))} == {}


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("routes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARTEL_DATA", str(folder))
        app = create_app(config.from_environment())
    found = [
        (rule.rule, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
    ]
    assert found
    return found


def test_every_route_declares_its_permission(routes):
    assert [path for path, view in routes if not hasattr(view, "permission")] == []


def ill_formed(path: str) -> list[str]:
    """The segments of an address that are neither kebab-case words nor typed values."""
    word = r"\.?[a-z0-9]+(?:[-.][a-z0-9]+)*"
    segment = re.compile(rf"(?:{word}|<(?:int|uuid|string|path|date)[^<>:]*:\w+>)*")
    return [part for part in path.strip("/").split("/") if not segment.fullmatch(part)]


@pytest.mark.parametrize("path", ["/pay_runs", "/payRuns", "/polls/<id>", "/polls/<int:id>/Close"])
def test_an_ill_formed_address_is_seen(path):
    assert ill_formed(path)


def test_addresses_are_kebab_case_and_typed(routes):
    assert ill_formed("/pay-runs/<int:number>/payslips.csv") == []
    assert [path for path, _ in routes if ill_formed(path)] == []
