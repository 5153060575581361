import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.errors import InvalidInput
from app.wages.commands import wages

LOG_HEAD = "date,member,item,quantity,rejects,hours,kind,crew\n"


class Bench:
    """Files in a folder of their own, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def log(self, rows: str) -> None:
        self.write("log.csv", LOG_HEAD + rows)

    def items(self, rows: str) -> None:
        self.write("items.csv", "item,unit,rate,norm_minutes,from,to\n" + rows)

    def members(self, text: str) -> None:
        self.write("members.csv", text)

    def schemes(self, text: str) -> None:
        self.write("schemes.toml", text)

    def scheme(self, terms: str, legal: str = "") -> None:
        self.schemes(f'[[scheme]]\nname = "It"\nterms = {terms}\n{legal}')

    def run(self, *options: str) -> Result:
        arguments = ["compare", str(self.folder / "log.csv")]
        arguments += ["--schemes", str(self.folder / "schemes.toml")]
        for name in ("items", "members"):
            if (self.folder / f"{name}.csv").exists():
                arguments += [f"--{name}", str(self.folder / f"{name}.csv")]
        return CliRunner().invoke(wages, [*arguments, "--format", "json", *options])

    def compare(self, *options: str) -> dict:
        result = self.run(*options)
        assert result.exit_code == 0, result.exception
        return json.loads(result.stdout)

    def pay(self, *options: str) -> dict[str, str]:
        """The members' pay under the first scheme."""
        return self.compare(*options)["schemes"][0]["pay"]

    def refusal(self, *options: str) -> str:
        """The one line that says why the files cannot be taken."""
        result = self.run(*options)
        assert isinstance(result.exception, InvalidInput), result.output or result.exception
        assert not result.stdout
        return str(result.exception)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
