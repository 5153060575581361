"""Files made to take the machine: refused within two seconds of work and 300 MB.

Each is read by a process of its own, which tells what it and its own reader have used.
"""

import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.production.files.log_files import MOST_BYTES, MOST_LINES
from tests.absence import unavailable
from tests.production.workbooks import inline, row, xlsx

MEGABYTE = 1 << 20
HEAD = b"date,member,item,quantity,rejects,hours,kind,crew\n"
_READ = """
import json, re, resource, sys
from pathlib import Path
from app.errors import InvalidInput
from app.production.files.log_files import read_import
before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
try:
    rows, faults = read_import(Path(sys.argv[1]))
    said = f"{len(rows)} rows, {len(faults)} faults"
except InvalidInput as refusal:
    said = "refused: " + str(refusal.sentence)
own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
seconds = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime - before
# What the kernel says of a process in `rusage` begins with the memory of the one it came from.
most = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps([said, seconds, max(most, child.ru_maxrss) >> 10]))
"""


def read(path):
    """What reading said, the seconds of work, and the most memory in MB."""
    if not Path("/proc/self/status").exists():
        unavailable("memory is measured on Linux")
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def zip_bomb(folder):
    """100 MB of sheet in 100 kB."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (40 * MEGABYTE))
    return path


def lying_bomb(folder):
    """40 MB of sheet whose headers say 1000 bytes."""
    path = xlsx(folder / "lie.xlsx", row(1, inline("A1", "date")) + " " * (40 * MEGABYTE))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        local = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    struct.pack_into("<I", data, local + 22, 1000)
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 1000)
    path.write_bytes(data)
    return path


def many_cells(folder):
    """As many cells as 23 MB of sheet hold."""
    rows = (row(n, '<c t="b"><v>1</v></c>' * 100) for n in range(2, 11_000))
    return xlsx(folder / "cells.xlsx", row(1, inline("A1", "date")) + "".join(rows))


def long_texts(folder):
    """One text of 23 MB."""
    words = inline("A1", "date"), inline("A2", "x" * (23 * MEGABYTE))
    return xlsx(folder / "long.xlsx", "".join(row(n, cell) for n, cell in enumerate(words, 1)))


def shared_text(folder):
    """Two hundred thousand cells share a text of a thousand characters."""
    path = folder / "shared.xlsx"
    cells = '<c t="s"><v>0</v></c>' * 10
    xlsx(path, "".join(row(n, cells) for n in range(1, 20_000)))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="rId2" Target="sharedStrings.xml" Type="{kinds}/sharedStrings"/>'
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"</R", link.encode() + b"</R")
    parts["xl/_rels/workbook.xml.rels"] = links
    text = f'<sst xmlns="{main}" count="1"><si><t>{"x" * 1000}</t></si></sst>'
    parts["xl/sharedStrings.xml"] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def large_csv(folder):
    """100 MB of good rows."""
    path = folder / "large.csv"
    path.write_bytes(HEAD + b"2026-03-09,12,pots,1,,8,,\n" * (4 * MEGABYTE))
    return path


def many_lines(folder):
    """As many of the shortest rows as fit."""
    path = folder / "lines.csv"
    path.write_bytes(HEAD + b"\n" * (MOST_BYTES - len(HEAD)))
    return path


def one_long_line(folder):
    path = folder / "line.csv"
    path.write_bytes(HEAD + b"x" * (MOST_BYTES - len(HEAD)))
    return path


@pytest.mark.parametrize(
    "make",
    [
        zip_bomb,
        lying_bomb,
        many_cells,
        long_texts,
        shared_text,
        large_csv,
        many_lines,
        one_long_line,
    ],
)
def test_it_is_refused_before_it_takes_the_machine(make, tmp_path):
    said, seconds, megabytes = read(make(tmp_path))
    assert said.startswith("refused: "), said
    assert seconds < 2
    assert megabytes < 300


def test_what_a_large_co_op_logs_in_a_year_is_read(tmp_path):
    path = tmp_path / "year.csv"
    path.write_bytes(HEAD + b"2026-03-09,12,pots,1,,8,,\n" * 50_000)
    assert read(path)[0] == "50000 rows, 0 faults"


@pytest.mark.parametrize("lines", [MOST_LINES, MOST_LINES + 1])
def test_the_number_of_lines_is_the_limit(lines, tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"date,member\n" + b"\n" * (lines - 1))
    assert read(path)[0].startswith("refused") == (lines > MOST_LINES)


def test_the_page_takes_no_upload_beyond_its_limit(as_member):
    answer = as_member("Chen").post(
        "/production/imports",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(100 * MEGABYTE)},
    )
    assert answer.status_code == 413
