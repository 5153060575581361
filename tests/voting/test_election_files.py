"""Every form of an election file in use, its variants in the wild, and what is refused."""

import pytest

from app.errors import InvalidInput
from app.voting.files.election import read_election
from app.voting.rules.ballots import SEVERAL, Approvals, Rankings, Scores


@pytest.fixture
def read(tmp_path):
    """A function that writes a file and reads it as an election."""

    def read(name, text, method="stv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_election(path, method)

    return read


NAMES = '0\n"Ann"\n"Ben"\n"Cid"\n"Title"\n'


def test_blt_holds_seats_names_and_weighted_ballots(read):
    election = read("a.blt", "3 2\n4 1 2 0\n1 3 0\n" + NAMES)

    assert election.seats == 2
    assert election.ballots == Rankings(("Ann", "Ben", "Cid"), {((0,), (1,)): 4, ((2,),): 1})


@pytest.mark.parametrize(
    ("line", "ranking"),
    [
        ("1 2 - 1 0", ((1,), (), (0,))),
        ("1 2=3 1 0", ((1, 2), (0,))),
        ("1 0", ()),
        ("1 2 2 1 0", ((1,), (1,), (0,))),
        ("  1\t2   1 0  # paper 7", ((1,), (0,))),
    ],
)
def test_blt_ballots_may_skip_share_and_repeat_ranks(read, line, ranking):
    election = read("a.blt", f"3 1\n{line}\n{NAMES}")

    assert election.ballots.ballots == {ranking: 1}


def test_blt_leaves_out_withdrawn_candidates(read):
    election = read("a.blt", "3 1\n-2\n2 2 1 0\n1 2=3 0\n" + NAMES)

    assert election.ballots == Rankings(("Ann", "Cid"), {((), (0,)): 2, ((1,),): 1})


def test_blt_may_have_comments_blank_lines_a_byte_order_mark_and_any_line_ends(read):
    text = "\ufeff# made by hand\r\n3 1\r\n\r\n# ballots\r\n1 1 0\r\n" + NAMES.replace("\n", "\r\n")

    assert read("a.blt", text).ballots.ballots == {((0,),): 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_names_survive_their_encoding(read, encoding):
    text = '1 1\n1 1 0\n0\n"Zoë Könnecke"\n'

    assert read("a.blt", text.encode(encoding)).ballots.candidates == ("Zoë Könnecke",)


def test_blt_names_may_lack_quotes_hold_commas_or_share_a_line(read):
    ballots = "3 1\n1 1 0\n0\n"

    assert read("a.blt", ballots + 'Ann\n"Ben, Jr."\nCid "C" Oz\n').ballots.candidates == (
        "Ann",
        "Ben, Jr.",
        'Cid "C" Oz',
    )
    assert read("b.blt", ballots + '"Ann" "Ben"\n"Cid"\n').ballots.candidates == (
        "Ann",
        "Ben",
        "Cid",
    )
    assert read(
        "c.blt", ballots + '"Ann ""Nan"" Ek"#1\n"Ben"  # 2\n"Cid"\n'
    ).ballots.candidates == (
        'Ann "Nan" Ek',
        "Ben",
        "Cid",
    )


HEAD = """# FILE NAME: x
# TITLE: A vote
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 3
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Ben: the elder
# ALTERNATIVE NAME 3: Cid
"""


@pytest.mark.parametrize("ending", ["soi", "soc", "toi", "toc"])
def test_preflib_orders_may_hold_ties(read, ending):
    election = read(f"a.{ending}", HEAD + "2: 1,{2,3}\n1: 3\n")

    assert election.ballots == Rankings(
        ("Ann", "Ben: the elder", "Cid"), {((0,), (1, 2)): 2, ((2,),): 1}, ties=True
    )
    assert election.seats is None


@pytest.mark.parametrize("comma", [",", " , ", "\x1c,"])
def test_preflib_files_from_before_2022_have_a_bare_head(read, comma):
    text = f"2\n1,Ann\n2,Ben\n3{comma}3{comma}2\n2{comma}{{1,2}}\n1{comma}2\n"
    election = read("a.toi", text)

    assert election.ballots == Rankings(("Ann", "Ben"), {((0, 1),): 2, ((1,),): 1}, ties=True)


def test_preflib_categories_are_approvals(read):
    election = read("a.cat", HEAD + "# NUMBER CATEGORIES: 2\n1: {1,3},2\n1: {},{1,2,3}\n1: 2,{}\n")

    assert election.ballots == Approvals(
        ("Ann", "Ben: the elder", "Cid"), {(0, 2): 1, (): 1, (1,): 1}
    )


def test_csv_of_single_ballots_holds_ranks_scores_or_approvals(read):
    text = 'ballot,Ann,"Ben, Jr.",Cid\n1,1,0,2\n2,1,,1\n\n3,,,\n'
    names = ("Ann", "Ben, Jr.", "Cid")

    ranked = Rankings(names, {((0,), (2,)): 1, ((0, 2),): 1, (): 1}, ties=True)
    assert read("a.csv", text, "stv").ballots == ranked
    scores = Scores(names, {(1, 0, 2): 1, (1, None, 1): 1, (None, None, None): 1})
    assert read("a.csv", text, "score").ballots == scores
    approvals = Approvals(names, {(0,): 1, (0, 2): 1, (): 1})
    assert read("a.csv", text.replace(",2\n", ",0\n"), "approval").ballots == approvals


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_may_be_parted_by_semicolons_or_tabs(read, sign):
    text = 'ballot,"Diaz, Ann; MA",Ben\n1,1,2\n2,2,1\n3,1,\n'.replace(",", sign)
    text = text.replace(f"Diaz{sign} Ann", "Diaz, Ann")

    election = read("a.csv", text).ballots
    assert election.candidates == ("Diaz, Ann; MA", "Ben")
    assert election.ballots == {((0,), (1,)): 1, ((1,), (0,)): 1, ((0,),): 1}


def test_names_with_commas_need_no_quotes_between_semicolons(read):
    election = read("a.csv", "ballot;Diaz, Ann;Ek, Ben\n1;1;2\n").ballots

    assert election.candidates == ("Diaz, Ann", "Ek, Ben")


def test_csv_of_grouped_ballots_counts_rows_by_their_number(read):
    text = (
        "precinct,choice_1,choice_2,choice_3,ballots\n"
        "P1,Ann,undervote,Ben,12\n"
        "P2,Ann,,Ben,3\n"
        "P1,overvote,Ben,Blank,2\n"
        "P1,Ben,Ben,Ann,1\n"
    )

    assert read("a.csv", text).ballots == Rankings(
        ("Ann", "Ben"),
        {((0,), (), (1,)): 15, (SEVERAL, (1,), ()): 2, ((1,), (1,), (0,)): 1},
    )


@pytest.mark.parametrize(
    ("text", "ballots"),
    [
        ("choice_1,choice_2\nAnn,Ben\n,\n\n", {((0,), (1,)): 1, ((), ()): 1}),
        ("choice_1,choice_2\nAnn,Ben\n,,,\n  \n", {((0,), (1,)): 1}),
        ("choice_1,choice_2,ballots\nAnn,Ben,2\n,,3\n,,\n", {((0,), (1,)): 2, ((), ()): 3}),
        ("precinct,choice_1,choice_2\nP1,Ann,Ben\nP1,,\n,,\n", {((0,), (1,)): 1, ((), ()): 1}),
    ],
)
def test_csv_of_grouped_ballots_tells_a_blank_ballot_from_an_empty_row(read, text, ballots):
    assert read("a.csv", text).ballots.ballots == ballots


def test_csv_of_grouped_ballots_reads_its_ranks_in_their_order(read):
    text = "count,rank_2,rank_10,rank_1\n5,Ben,Cid,Ann\n"

    election = read("a.csv", text).ballots
    assert [
        [election.candidates[one] for one in rank] for rank in next(iter(election.ballots))
    ] == [
        ["Ann"],
        ["Ben"],
        ["Cid"],
    ]


def test_debian_tallies_have_options_in_the_head_and_equal_ranks(read):
    text = (
        "   Tally Sheet\n\n"
        "     Option 1---->: Ann\n   /  Option 2--->: Ben\n   |/  Option 3-->: Nobody\n   ||/\n"
        "V: 131\tabc\nV: -2-\tdef (x)\nV: 131\n"
    )

    assert read("a.txt", text).ballots == Rankings(
        ("Ann", "Ben", "Nobody"), {((0, 2), (1,)): 2, ((1,),): 1}, ties=True
    )


@pytest.mark.parametrize(
    ("name", "text", "method", "line", "reason"),
    [
        ("a.blt", "", "stv", 1, "empty"),
        ("a.blt", "3\n", "stv", 1, "first line"),
        ("a.blt", "3 0\n1 1 0\n" + NAMES, "stv", 1, "one seat"),
        ("a.blt", "3 1\n1 1 0\n1 4 0\n" + NAMES, "stv", 3, "out of range"),
        ("a.blt", "3 1\n1 1 0\n1 2\n" + NAMES, "stv", 3, "does not end with 0"),
        ("a.blt", '3 1\n1 1 0\n"Ann"\n"Ben"\n', "stv", 3, "must end the ballots"),
        ("a.blt", "3 1\n1 1 0\n1 x 0\n" + NAMES, "stv", 3, "not a rank"),
        ("a.blt", "3 1\n1 1 0\n1.5 1 0\n" + NAMES, "stv", 3, "not a number of ballots"),
        ("a.blt", "3 1\n1 1 0\n0 1 0\n" + NAMES, "stv", 3, "not a number of ballots"),
        ("a.blt", "3 1\n1 1 0\n\uff11\uff12 1 0\n" + NAMES, "stv", 3, "not a number of ballots"),
        ("a.blt", "3 1\n1 1 0 2 0\n" + NAMES, "stv", 2, "out of range"),
        ("a.blt", "3 1\n-7\n1 1 0\n" + NAMES, "stv", 2, "out of range"),
        ("a.blt", '3 1\n1 1 0\n0\n"Ann"\n"Ben"\n', "stv", 5, "3 names"),
        ("a.blt", '2 1\n1 1 0\n0\n"Ann"\n"Ann"\n', "stv", 5, "called"),
        ("a.blt", '2 1\n1 1 0\n0\n"Ann"\nAnn\n"Title"\n', "stv", 5, "called"),
        ("a.blt", '2 1\n1 1 0\n0\n"Ann" "Ann"\n"Title"\n', "stv", 4, "called"),
        ("a.blt", '2 1\n1 1 0\n0\n"Ann"\n""\n', "stv", 5, "no name"),
        ("a.toi", HEAD + "2: 1,4\n", "stv", 8, "out of range"),
        ("a.toi", HEAD + "2 1,2\n", "stv", 8, "colon"),
        ("a.toi", HEAD + "3: 1,{2,3\n", "stv", 8, "not an order"),
        ("a.toi", HEAD + "2: 1,2\n", "stv", 8, "3 voters"),
        ("a.toi", HEAD.replace("Ben: the elder", "") + "3: 1\n", "stv", 1, "no name"),
        ("a.toi", "ballot,Ann\n1,1\n", "stv", 1, "no PrefLib file"),
        ("a.cat", HEAD + "# NUMBER CATEGORIES: 3\n3: 1,2,3\n", "approval", 1, "two categories"),
        ("a.csv", "name,Ann\n1,1\n", "stv", 1, "header"),
        ("a.csv", ",,\n ,\n", "stv", 1, "header"),
        ("a.csv", "ballot,Ann\n1,1\n" + "," * 2**21, "stv", 3, "too long"),
        ("a.blt", "2 1\n" + "1 " * 2**20, "stv", 2, "too long"),
        ("a.toi", "\ufeff", "stv", 1, "empty"),
        ("a.toi", "\u2028\n\x1c \n", "stv", 1, "empty"),
        ("a.csv", "ballot,Ann,Ann\n1,1,2\n", "stv", 1, "called"),
        ("a.csv", "ballot,Ann,Ben\n1,1\n", "stv", 2, "2 cells"),
        ("a.csv", "ballot,Ann,Ben\n1,1,2\n2,1,first\n", "stv", 3, "not a rank"),
        ("a.csv", "ballot,Ann,Ben\n1,\uff11,2\n", "stv", 2, "not a rank"),
        ("a.csv", "ballot,Ann,Ben\n1,1,2\n", "approval", 2, "neither 0 nor 1"),
        ("a.csv", "ballot,Ann,Ben\n1,1,high\n", "score", 2, "decimal"),
        ("a.csv", "choice_1,ballots\nAnn,2\nBen,two\n", "stv", 3, "number of ballots"),
        ("a.csv", 'choice_1,ballots\n"Ann,2\n', "stv", 2, "not CSV"),
        ("a.txt", "Dear all\n", "schulze", 1, "no option"),
        ("a.txt", "Option 1-->: Ann\nV: 12\n", "schulze", 2, "ranks 2 options"),
        ("a.txt", "Option 1-->: Ann\nV: x\n", "schulze", 2, "digits"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_line_and_reason(
    read, name, text, method, line, reason
):
    with pytest.raises(InvalidInput) as refused:
        read(name, text, method)

    assert refused.value.where.endswith(f"{name}, line {line}")
    assert reason in str(refused.value.sentence)


def test_an_unknown_ending_is_refused(read):
    with pytest.raises(InvalidInput, match="ending"):
        read("a.xlsx", "x")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="No such file"):
        read_election(tmp_path / "none.blt", "stv")
