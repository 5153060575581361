"""A wrong file, option or value: one line that names the file, the line and the reason."""

import pytest

from app.production.files import csv_files

GOOD = "2024-03-04,ann,bolt,1,,8,,\n"


@pytest.fixture
def files(bench):
    bench.log(GOOD)
    bench.items("bolt,piece,1,,,\n")
    bench.members("member\nann\n")
    bench.scheme("{ piece = {} }")
    return bench


@pytest.mark.parametrize(
    ("row", "place", "why"),
    [
        ("04.03.2024,ann,bolt,1,,8,,", "line 3, column date", "“04.03.2024” is not a date"),
        ("2024-02-30,ann,bolt,1,,8,,", "line 3, column date", "“2024-02-30” is not a date"),
        ("20240304,ann,bolt,1,,8,,", "line 3, column date", "is not a date"),
        ("2024-03-04,,bolt,1,,8,,", "line 3, column member", "needs a member or a crew"),
        ("2024-03-04,,bolt,1,,8,,A", "line 3, column hours", "a crew's row has no hours"),
        ("2024-03-04,ann,,1,,8,,", "line 3, column item", "a quantity needs an item"),
        ("2024-03-04,ann,bolt,many,,8,,", "line 3, column quantity", "“many” is not a number"),
        ("2024-03-04,ann,bolt,1e3,,8,,", "line 3, column quantity", "“1e3” is not a number"),
        ("2024-03-04,ann,bolt,NaN,,8,,", "line 3, column quantity", "“NaN” is not a number"),
        ("2024-03-04,ann,bolt,-1,,8,,", "line 3, column quantity", "“-1” is negative"),
        ('2024-03-04,ann,bolt,"1,000",,8,,', "line 3, column quantity", "“1,000” is not a number"),
        (f"2024-03-04,ann,bolt,{'9' * 50},,8,,", "line 3, column quantity", "too many digits"),
        ("2024-03-04,ann,bolt,1,x,8,,", "line 3, column rejects", "“x” is not a number"),
        ("2024-03-04,ann,bolt,1,,8:60,,", "line 3, column hours", "“8:60” is neither hours"),
        ("2024-03-04,ann,bolt,1,,8h,,", "line 3, column hours", "“8h” is not a number"),
        (
            "2024-03-04,ann,bolt,1,,8,sleep,",
            "line 3, column kind",
            "“sleep” is not a kind",
        ),
        ("2024-03-04,ann,bolt,,,,,", "line 3", "neither quantity nor hours"),
        ("2024-03-04,ann,bolt,1,,8,,,more", "line 3", "more cells than headings"),
        ('2024-03-04,ann,"bo\nlt\x07",x,,8,,', "line 4, column quantity", "“x” is not a number"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(files, row, place, why):
    files.log(GOOD + row + "\n")
    refusal = files.refusal()
    assert refusal.startswith(f"log.csv, {place}: ")
    assert why in refusal
    assert "\n" not in refusal


def test_the_first_of_several_faults_is_named_and_the_others_are_counted(files):
    files.log("x,ann,bolt,1,,8,,\n" + GOOD + "2024-03-04,ann,bolt,y,,8,,\n")
    assert files.refusal().startswith("log.csv, line 2, column date: ")
    assert files.refusal().endswith("(and 1 more)")


def test_a_crew_quantity_in_a_members_row_is_refused(files):
    files.log("2024-03-04,,bolt,9,,,,A\n2024-03-04,ann,bolt,9,,8,,A\n")
    assert files.refusal().startswith("log.csv, line 3, column quantity: the crew's own row")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1: the column “date” is missing"),
        ("date,member,itme\n", "line 1: the column “itme” is not known"),
        ("date,member,date\n", "line 1: the column “date” is there twice"),
        ("date,member,hours\n", "no work is logged"),
        ('date,member,hours\n2024-03-04,"ann,8\n', "not readable as CSV"),
        ("date,member,hours\n" + "," * 2**21, "line 2: the line is too long"),
        ("," * 2**21, "line 1: the line is too long"),
    ],
)
def test_a_log_with_wrong_headings_or_no_rows_is_refused(files, text, why):
    files.write("log.csv", text)
    assert files.refusal().startswith("log.csv")
    assert why in files.refusal()


def test_a_file_that_is_missing_or_no_text_is_refused(files):
    (files.folder / "log.csv").write_bytes(b"date,member,hours\n2024-03-04,J\xf6rg,8\n")
    assert files.refusal() == "log.csv, line 2: the file is not UTF-8 text"
    (files.folder / "log.csv").unlink()
    assert "the file cannot be read: No such file or directory" in files.refusal()
    (files.folder / "schemes.toml").write_bytes(b"\n\nname = 'J\xf6rg'\n")
    assert files.refusal() == "schemes.toml, line 3: the file is not UTF-8 text"
    (files.folder / "schemes.toml").unlink()
    assert "the file cannot be read: No such file or directory" in files.refusal()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_cells_are_parted_as_spreadsheets_part_them(files, sign):
    for name in ("log", "items", "members"):
        path = files.folder / f"{name}.csv"
        path.write_text(path.read_text().replace(",", sign))
    assert files.pay() == {"ann": "1.00"}
    files.write(
        "log.csv",
        sign.join(["date", "member", "hours"]) + "\n" + sign.join(["2024-03-04", "ann", "7,5"]),
    )
    assert files.refusal() == "log.csv, line 2, column hours: “7,5” is not a number such as 12.5"


def test_a_byte_order_mark_other_column_orders_and_short_rows_are_taken(files):
    (files.folder / "log.csv").write_text(
        "\ufeffHours,member,date,item,quantity\n8,ann,2024-03-04\n8,ann,2024-03-04,bolt,7\n\n",
        encoding="utf-8",
    )
    assert files.pay() == {"ann": "7.00"}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            "bolt,piece,1,,2024-01-01,\nbolt,piece,2,,,2024-01-01\n",
            "same days in items.csv, line 2",
        ),
        ("bolt,piece,1,,,\nbolt,piece,2,,,\n", "line 3, column rate: “bolt” has a value"),
        ("bolt,piece,1,,2024-02-01,2024-01-01\n", "line 2, column to: “2024-01-01” is not a day"),
        ("bolt,piece,x,,,\n", "line 2, column rate: “x” is not a number"),
        ("bolt,piece,1,-3,,\n", "line 2, column norm_minutes: “-3” is not zero or more"),
        ("bolt,piece,1,,today,\n", "line 2, column from: “today” is not a date"),
        (",piece,1,,,\n", "line 2, column item"),
    ],
)
def test_wrong_prices_are_refused(files, rows, why):
    files.items(rows)
    assert files.refusal().startswith("items.csv, line ")
    assert why in files.refusal()


def test_a_rate_and_a_norm_may_have_days_of_their_own(files):
    files.items("bolt,piece,1,,,2024-12-31\nbolt,piece,,30,2024-01-01,\n")
    assert files.pay() == {"ann": "1.00"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("member\nann\nann\n", "line 3: “ann” is there twice"),
        ("member,children\nann,1.5\n", "line 2, column children: “1.5” is not a whole number"),
        ("member,joined,left\nann,2024-02-01,2024-01-01\n", "line 2, column left"),
        ("member,coefficient\nann,high\n", "line 2, column coefficient: “high” is not a number"),
        ("name\nann\n", "line 1: the column “name” is not known"),
    ],
)
def test_wrong_members_are_refused(files, text, why):
    files.members(text)
    assert files.refusal().startswith("members.csv, ")
    assert why in files.refusal()


SCHEME = '[[scheme]]\nname = "A"\nterms = { piece = {} }\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1: “scheme” is missing"),
        ("[[scheme]\n", "line 1: not readable as TOML"),
        ("[[scheme]]\nname = 'A'\n", "line 1: scheme[0]: “terms” is missing"),
        (SCHEME + "\n" + SCHEME, "line 5: scheme[1]: two schemes are called “A”"),
        (
            SCHEME + '\n[[scheme]]\nname = "B"\nterms = { hourly = { } }\n',
            "line 7: scheme[1].terms.hourly: “rate” is missing",
        ),
        (
            SCHEME
            + '\n[[scheme]]\nname = "B"\n[scheme.terms]\nsum = [\n  { hourly = { rate = 1 } },\n'
            "  { crew = { weights = ['age'] } },\n]\n",
            "line 10: scheme[1].terms.sum[1].crew.weights[0]: “age” is not one of hours",
        ),
        (SCHEME + "colour = 'red'\n", "line 1: scheme[0]: “colour” is not known here"),
        ("scheme = 3\n", "scheme: a list is needed"),
    ],
)
def test_wrong_schemes_are_refused_with_their_line(files, text, why):
    files.schemes(text)
    assert files.refusal().startswith("schemes.toml, line ")
    assert why in files.refusal()


@pytest.mark.parametrize(
    "terms",
    [
        "{ sum = [" * 2000 + "{ piece = {} }" + "] }" * 2000,
        "[" * 50_000,
        f"{{ hourly = {{ rate = {'9' * 5000} }} }}",
    ],
)
def test_a_scheme_without_end_is_refused(files, terms):
    files.scheme(terms)
    assert files.refusal().startswith("schemes.toml: not readable as TOML")


@pytest.mark.parametrize(
    ("name", "row"), [("items", "bolt,pc,{},,,\n"), ("members", "member,coefficient\nann,{}\n")]
)
def test_a_number_of_thousands_of_digits_is_refused(files, name, row):
    getattr(files, name)(row.format("1" * 4200))
    assert files.refusal().startswith(f"{name}.csv, line 2, column ")


@pytest.mark.parametrize(
    ("days", "options", "span"),
    [
        ("2024-03-04 9999-12-31", "", "2024-03-04 to 9999-12-31"),
        ("0204-03-04 2024-03-04", "--by week", "0204-03-04 to 2024-03-04"),
        ("1799-12-31", "", "1799-12-31 to 1799-12-31"),
        ("2024-03-04", "--to 9999-12-30", "2024-03-04 to 9999-12-30"),
        ("2024-03-04", "--from 1810-01-01 --by period", "1810-01-01 to 2024-03-04"),
    ],
)
def test_days_that_no_co_op_has_seen_are_refused(files, days, options, span):
    files.log("".join(f"{day},ann,,,,8,,\n" for day in days.split()))
    assert files.refusal(*options.split()).startswith(f"log.csv: {span} is too long")


def test_more_weeks_than_are_computed_in_seconds_are_refused(files):
    files.log("1830-01-04,ann,,,,8,,\n2024-03-04,ann,,,,8,,\n")
    assert files.refusal("--by", "week").startswith("log.csv: 10132 pay periods are too many")


def test_rows_of_blanks_are_passed_over_and_quotients_are_taken_exactly(files):
    """A third as Python's Decimal writes it, with 28 digits."""
    files.log("  ,\t,,,,,,\n2024-03-04,ann,bolt,0.3333333333333333333333333333,,8,,\n   \n")
    files.items("bolt,pc,3,,,\n   \n")
    files.members("member\nann\n , \n")
    assert files.pay() == {"ann": "1.00"}


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        (
            "items.csv",
            "item,rate,currency\nbolt,1,USD\n",
            "items.csv, line 1: the column",
        ),
        ("items.csv", "item,rate\nbolt,1 USD\n", "items.csv, line 2, column rate: “1 USD”"),
        ("items.csv", "item,rate\nbolt,€1\n", "items.csv, line 2, column rate: “€1”"),
        ("members.csv", "member,currency\nann,USD\n", "members.csv, line 1: the column"),
        ("log.csv", "date,member,hours,currency\n2024-03-04,ann,8,USD\n", "log.csv, line 1: "),
        (
            "schemes.toml",
            '[[scheme]]\nname = "It"\nterms = { hourly = { rate = "10 USD" } }\n',
            "schemes.toml, line 3",
        ),
    ],
)
def test_a_second_currency_is_refused_wherever_it_is_named(files, name, text, where):
    files.write(name, text)
    assert files.refusal("--currency", "EUR").startswith(where)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--from", "March"), "--from: “March” is not a date"),
        (("--from", "2024-03-05", "--to", "2024-03-04"), "--to: the last day is before the first"),
        (("--from", "2025-01-01"), "no work is logged in this span"),
        (("--currency", "Taler"), "--currency: “Taler” is not an ISO 4217 currency code"),
    ],
)
def test_wrong_options_are_refused(files, options, why):
    assert why in files.refusal(*options)


@pytest.mark.parametrize("blank", ["\n", ",,,,,,,\n"])
def test_a_file_of_empty_lines_is_refused_before_its_end(files, blank, monkeypatch):
    monkeypatch.setattr(csv_files, "_MOST_BLANK", 100)
    files.log(GOOD + blank * 200 + GOOD)
    assert files.pay() == {"ann": "2.00"}
    files.log(GOOD + blank * 300 + GOOD)
    assert files.refusal() == "log.csv, line 205: most of the file is empty lines"


@pytest.mark.parametrize(
    ("row", "terms", "line"),
    [
        ("2024-03-05,ann,nut,5,,8,,", "{ piece = {} }", 3),
        ("2024-03-05,,nut,5,,,,A\n2024-03-05,ann,nut,,,8,,A", "{ crew = {} }", 3),
    ],
)
def test_output_without_a_piece_rate_is_named_with_its_line(files, row, terms, line):
    files.log(GOOD + row + "\n")
    files.scheme(terms)
    refusal = files.refusal()
    assert refusal.startswith(f"log.csv, line {line}: ")
    assert "there is no piece rate for “nut” on 2024-03-05" in refusal


def test_names_of_more_than_a_line_leave_the_table_whole(files):
    files.log('2024-03-04,"An\nn",bolt,1,,8,,\n')
    files.schemes('[[scheme]]\nname = "Piece\\nwork"\nterms = { piece = {} }\n')
    told = files.run("--format", "text").stdout.splitlines()
    assert told[2].strip() == "Piece work"
    assert told[-1].split() == ["An", "n", "1.00"]
