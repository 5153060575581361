"""What no template and no file for the browser may hold.

The content security policy forbids inline script and style; figures are made by queries and
rules, not by templates; and nobody else learns that a member reads a page.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).parent.parent
_JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_JINJA.newstyle_gettext = True  # as Flask-Babel sets it
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


def inline_code(text: str) -> list[str]:
    """Inline style, script or event handler."""
    return re.findall(r"""<style\b|\bstyle=|<script\b(?![^>]*\bsrc=)|\son[a-z]+=["'{]""", text)


def arithmetic(text: str) -> list[str]:
    """Sums that are not about the loop they stand in; or what Jinja cannot read."""
    try:
        template = _JINJA.parse(text)
    except TemplateSyntaxError as error:
        return [f"line {error.lineno}: {error.message}"]
    return [
        f"line {node.lineno}: {type(node).__name__}"
        for node in template.find_all(_ARITHMETIC)
        if not any(name.name == "loop" for name in node.find_all(nodes.Name))
    ]


def strangers(text: str) -> list[str]:
    """Something fetched from, or sent to, another host. A link that one may follow is none."""
    loaded = r"""(?:\bsrc|\baction|\bhx-\w+|<link[^>]*\bhref)=["']?\s*(?:https?:)?//[^\s"'>]+"""
    in_style = r"""(?:@import\s+["']?|url\(["']?)(?:https?:)?//[^\s"')]+"""
    in_script = r"""(?:fetch|EventSource|import)\(["'`](?:https?:)?//[^"'`]+"""
    return re.findall(f"{loaded}|{in_style}|{in_script}", text)


Rule = Callable[[str], list[str]]
BREACHES: list[tuple[Rule, str]] = [
    (inline_code, '<p style="color: red">'),
    (inline_code, "<style>p {}</style>"),
    (inline_code, '<script type="module">go()</script>'),
    (inline_code, '<button onclick="go()">'),
    (arithmetic, "{{ pay + bonus }}"),
    (arithmetic, "{% if votes * 2 > entitled %}yes{% endif %}"),
    (arithmetic, "{% set x = total / members|length %}"),
    (arithmetic, "{% set none = 1 %}"),
    (strangers, '<script src="https://cdn.example/x.js"></script>'),
    (strangers, '<link rel="stylesheet" href="//fonts.example/css">'),
    (strangers, '@import "https://fonts.example/css";'),
    (strangers, "fetch('https://tracker.example/')"),
]
ALLOWED: list[tuple[Rule, str]] = [
    (inline_code, '<script src="/static/live.js" defer></script>'),
    (inline_code, "<p>once = {{ condition }}</p>"),
    (arithmetic, "{% for x in xs %}{{ loop.index0 + 1 }} {{ 'a' ~ x }}{% endfor %}"),
    (arithmetic, '{% trans n=count %}%(n)s of them{% endtrans %}{{ _("a %(b)s", b=1) }}'),
    (strangers, '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://artel.example">'),
]


@pytest.mark.parametrize(("rule", "text"), BREACHES)
def test_a_breach_is_seen(rule, text):
    assert rule(text)


@pytest.mark.parametrize(("rule", "text"), ALLOWED)
def test_what_is_allowed_passes(rule, text):
    assert not rule(text)


def files(folder: str, *endings: str) -> dict[str, str]:
    if not (ROOT / folder).exists():
        pytest.skip(f"{folder} is still to come")
    found = {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings
    }
    assert found, f"nothing to look at in {folder}"
    return found


@pytest.mark.parametrize("rule", [inline_code, arithmetic, strangers])
def test_templates_keep_the_rules(rule):
    pages = files("templates", ".html", ".svg", ".xml")
    assert {name: breaches for name, text in pages.items() if (breaches := rule(text))} == {}


def test_static_files_ask_no_stranger():
    served = files("app/static", ".css", ".js", ".svg", ".webmanifest")
    assert {name: found for name, text in served.items() if (found := strangers(text))} == {}
