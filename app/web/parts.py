"""What slices above add to the page of a slice below: the page of a motion names its assembly,
though `motions` knows no assemblies. A slice says so in its `hooks.py`:
`part("motion", "agenda", render)`; the page shows `{{ parts("motion", motion.id) }}`.
"""

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

Part = Callable[[int], str]
"""From the number of the thing that the page is about to HTML for its reader; "" for nothing."""

_parts: dict[str, dict[str, Part]] = {}


def part(page: str, name: str, render: Part) -> None:
    _parts.setdefault(page, {})[name] = render


def parts(page: str, number: int) -> Markup:
    rendered = (render(number) for render in _parts.get(page, {}).values())
    return Markup("").join(Markup(html) for html in rendered)  # noqa: S704 (from templates)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["parts"] = parts
