"""Ballots in CSV, in either of two forms, told apart by the header."""

from app.sentences import say
from app.voting.files.csv_grouped import choice_columns, read_grouped
from app.voting.files.csv_rows import csv_rows
from app.voting.files.csv_single import read_single
from app.voting.files.source import Source
from app.voting.rules.ballots import Ballots


def read(source: Source, method: str) -> Ballots:
    """The ballots in `source`; in rows of one ballot each, `method` says what a cell means.

    Raises InvalidInput.
    """
    rows = csv_rows(source)
    line, header = next(rows, (1, ("",)))
    if choice_columns(header):
        return read_grouped(source, line, header, rows)
    if header[0].lower() == "ballot":
        return read_single(source, line, header, rows, method)
    wrong = say("The header must be “ballot” and names, or hold “choice_1”, “choice_2” and so on.")
    raise source.error(line, wrong)
