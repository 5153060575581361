"""`artel bylaws …`: trying a decision rule on the numbers of a vote, without a database."""

import json
from pathlib import Path
from typing import Any

import click

from app.bylaws.rules import rounds, words
from app.bylaws.rules.conditions import Number, Numbers
from app.bylaws.rules.decisions import DecisionRule, parse_rule
from app.bylaws.rules.judgement import judge
from app.bylaws.rules.rounds import at_stage, called_again, raised
from app.errors import InvalidInput
from app.sentences import Sentence, say

_COUNT = click.IntRange(min=0)


@click.group()
def bylaws() -> None:
    """The rules by which the members decide."""


@bylaws.command("judge")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rule", "name", help="One of several: the file has them by name under “rules”.")
@click.option("--for", "votes_for", type=_COUNT, required=True)
@click.option("--against", type=_COUNT, required=True)
@click.option("--abstain", type=_COUNT, default=0)
@click.option(
    "--entitled", type=_COUNT, required=True, help="How many may vote, whether they came or not."
)
@click.option("--present", type=_COUNT, help="How many of them attend the assembly.")
@click.option("--active", type=_COUNT, help="How many of them are active.")
@click.option("--stage", type=_COUNT, default=0, help="After so many votes without success.")
@click.option("--second-call", is_flag=True, help="After a vote without a quorum.")
@click.option("--call", type=click.IntRange(min=1), default=1, help="3: after two such votes.")
@click.option("--confirming", is_flag=True, help="The second of two votes.")
@click.option("--raised", "is_raised", is_flag=True, help="The higher majority was demanded.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def judge_command(
    file: Path,
    name: str | None,
    votes_for: int,
    against: int,
    abstain: int,
    entitled: int,
    present: int | None,
    active: int | None,
    stage: int,
    second_call: bool,
    call: int,
    confirming: bool,
    is_raised: bool,
    form: str,
) -> None:
    """The verdict of the rule in FILE, JSON as docs/bylaws.md has it, on these numbers."""
    call = max(call, 2) if second_call else call
    rule = _in_this_vote(_read(file, name), stage, call, is_raised=is_raised)
    if confirming:
        rule = _confirming(rule)
    numbers = Numbers(votes_for, against, abstain, entitled, present, active)
    if max(map(numbers.of, (Number.VALID, Number.PRESENT, Number.ACTIVE))) > entitled:
        raise click.UsageError(f"More vote, attend or are active than the {entitled} entitled.")
    judgement = judge(rule, numbers)
    told = [words.majority(rule), words.quorum(rule), *words.courses(rule)]
    _tell(str(judgement.verdict), judgement.why, told, form)


def _read(file: Path, name: str | None) -> DecisionRule:
    """Raises InvalidInput naming the file, and the place of the fault in it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        data: Any = json.loads(text, object_pairs_hook=_object)
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(say("It cannot be read: %(why)s", why=str(error)), str(file)) from None
    if name is not None or (isinstance(data, dict) and "rules" in data):
        data = _named(data, name, file)
    return parse_rule(data, f"{file}: {name or 'rule'}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which nothing stands twice: which one counts, no reader could tell."""
    seen = dict(pairs)
    if len(seen) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"“{twice}” stands twice in one object")
    return seen


def _named(data: Any, name: str | None, file: Path) -> Any:
    """One of several rules. Raises InvalidInput where no such one is there, or none is named."""
    rules = data.get("rules") if isinstance(data, dict) else None
    if isinstance(rules, dict) and name in rules:
        return rules[name]
    if isinstance(rules, dict) and name is None:
        sentence = say("It has several rules; name one: %(names)s.", names=", ".join(rules))
    else:
        sentence = say("It has no rule “%(name)s”.", name=name or "")
    raise InvalidInput(sentence, str(file))


def _in_this_vote(rule: DecisionRule, stage: int, call: int, *, is_raised: bool) -> DecisionRule:
    if stage > (later := len(rule.stages)):
        raise click.UsageError(f"The rule has {later} later vote{'' if later == 1 else 's'}.")
    if is_raised and rule.demand is None:
        raise click.UsageError("The rule has no higher majority on demand.")
    rule = at_stage(raised(rule) if is_raised else rule, stage)
    for _ in range(1, call):
        if rule.second_call is None:
            raise click.UsageError("The rule has no such call.")
        rule = called_again(rule)
    return rule


def _confirming(rule: DecisionRule) -> DecisionRule:
    if rule.confirmation is None:
        raise click.UsageError("The rule has no second vote that confirms the first.")
    return rounds.confirming(rule)


def _tell(verdict: str, why: Sentence, told: list[Sentence], form: str) -> None:
    if form == "json":
        data = {"verdict": verdict, "why": str(why), "rule": [str(one) for one in told]}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    click.echo(f"{verdict}: {why}")
    for sentence in told:
        click.echo(str(sentence))


groups = (bylaws,)
