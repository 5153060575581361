"""The program hledger, asked about a journal."""

import shutil
import subprocess

from tests.absence import unavailable


def hledger(text, *command):
    if shutil.which("hledger") is None:
        unavailable("hledger is not installed: apt install hledger")
    done = subprocess.run(
        ["hledger", "-f", "-", *command], input=text, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
