"""Workbooks as they come, and workbooks made to hurt."""

import zipfile
from datetime import date, datetime, time, timedelta

import pytest

from app.errors import InvalidInput
from app.production.files.sheet_files import MOST_UNPACKED, read_sheet
from app.production.files.sheet_reader import text
from tests.production.workbooks import cell, inline, ods, row, xlsx

COLUMNS = ("date", "member", "hours")


def read(path):
    return list(read_sheet(path, COLUMNS, ("date",)))


def test_an_ods_reads_as_a_table(tmp_path):
    heads = "".join(cell(word) for word in ("Hours", "Date"))
    body = cell("7:30") + cell("2026-03-09")
    tail = '<table:table-cell table:number-columns-repeated="16382"/>'
    rows = (
        f"<table:table-row>{heads}{tail}</table:table-row><table:table-row>{body}</table:table-row>"
    )
    assert read(ods(tmp_path / "log.ods", rows)) == [(2, ("2026-03-09", "", "7:30"))]


def test_blank_rows_above_the_headings_count_as_lines(tmp_path):
    rows = row(4, inline("B4", "date")) + row(6, inline("B6", "2026-03-09"))
    assert read(xlsx(tmp_path / "log.xlsx", rows)) == [(6, ("2026-03-09", "", ""))]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (8.0, "8"),
        (0.1 + 0.2, "0.3"),
        (12.5, "12.5"),
        (100.0, "100"),
        (date(2026, 3, 9), "2026-03-09"),
        (datetime(2026, 3, 9), "2026-03-09"),  # noqa: DTZ001 (as sheets give it)
        (time(7, 30), "07:30"),
        (timedelta(hours=26, minutes=5), "26:05"),
        ("Ana", "Ana"),
    ],
)
def test_a_cell_reads_as_it_looks(value, shown):
    assert text(value) == shown


def sparse(path):
    """Two cells; a dense table of the sheet would have 17 thousand million."""
    return xlsx(path, row(1, inline("A1", "date")) + row(1048576, inline("XFD1048576", "x")))


def tall(path):
    repeated = ' table:number-rows-repeated="1048576"'
    return ods(path, f"<table:table-row{repeated}>{cell('date')}</table:table-row>")


def wide(path):
    repeated = ' table:number-columns-repeated="16384"'
    rows = ' table:number-rows-repeated="6000"'
    return ods(path, f"<table:table-row{rows}>{cell('date', repeated)}</table:table-row>")


def large(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    return path


def no_zip(path):
    path.write_text("date,member,hours\n")
    return path


def no_workbook(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "Dear treasurer")
    return path


@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        (sparse, "the file is no workbook that can be read"),
        (tall, "the sheet has more rows or columns than it may"),
        (wide, "the file is no workbook that can be read"),
        (large, "the file unpacks to more than it may"),
        (no_zip, "the file cannot be read: File is not a zip file"),
        (no_workbook, "the file is no workbook that can be read"),
    ],
)
def test_a_file_that_would_hurt_is_refused(tmp_path, bomb, reason):
    path = bomb(tmp_path / ("log.ods" if bomb in {tall, wide} else "log.xlsx"))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InvalidInput) as refused:
        read(path)
    assert (str(refused.value.sentence), refused.value.where) == (reason, path.name)
