import tomllib

import pytest

from app.errors import InvalidInput
from app.wages.rules.canonical import scheme_hash, to_json
from app.wages.rules.parse import parse_terms


def terms(text):
    return parse_terms(tomllib.loads(f"it = {text}", parse_float=str)["it"])


@pytest.mark.parametrize(
    "spellings",
    [
        ('{ hourly = { rate = "10.00" } }', "{ hourly = { rate = 10 } }", "{ hourly.rate = 10.0 }"),
        (
            '{ hourly = { rate = 10, kinds = ["rest", "waiting"] } }',
            '{ hourly = { kinds = ["waiting", "rest"], rate = 10 } }',
        ),
        ("{ piece = {} }", '{ piece = { basis = "all", rejects = 0, bands = [] } }'),
        (
            '{ greatest = [ { piece = {} } ], window = "day" }',
            '{ greatest = { terms = [ { piece = {} } ], window = "day" } }',
        ),
        (
            "{ fit = { piece = {} }, fund = 5 }",
            '{ fit = { term = { piece = {} }, fund = "5" } }',
        ),
        (
            "{ blend = [ { piece = {} }, { crew = {} } ], lambda = 0.5 }",
            '{ blend = { lambda = ".50", terms = [ { piece = {} }, { crew = {} } ] } }',
        ),
        (
            "{ piece = { bands = [ { from = 1, factor = 2 }, { from = 0, factor = 1 } ] } }",
            "{ piece = { bands = [ { from = 0, factor = 1 }, { from = 1, factor = 2 } ] } }",
        ),
    ],
)
def test_one_scheme_has_one_hash_however_it_is_spelt(spellings):
    assert len({scheme_hash(terms(text)) for text in spellings}) == 1


def test_other_schemes_have_other_hashes():
    texts = [
        "{ hourly = { rate = 10 } }",
        "{ hourly = { rate = 10.01 } }",
        '{ hourly = { rate = 10, kinds = ["rest"] } }',
        "{ piece = {} }",
        "{ piece = { rejects = 1 } }",
    ]
    assert len({scheme_hash(terms(text)) for text in texts}) == len(texts)


def test_canonical_json_has_names_in_order_and_exact_decimals():
    assert to_json(terms("{ times = { term = { hourly = { rate = 9.80 } }, factor = 1 } }")) == (
        '{"times":{"factor":"1","term":{"hourly":{"rate":"9.8"}}}}'
    )


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("{ houry = { rate = 1 } }", "terms", "“houry” is not a term"),
        ("{}", "terms", "is not a term"),
        ("3", "terms", "a term is needed"),
        ("{ piece = {}, crew = {} }", "terms", "one term is needed here"),
        ("{ hourly = {} }", "terms.hourly", "“rate” is missing"),
        ("{ hourly = { rate = 1, rote = 2 } }", "terms.hourly", "“rote” is not known"),
        ('{ hourly = { rate = "ten" } }', "terms.hourly.rate", "“ten” is not a number"),
        ("{ hourly = { rate = 1e3 } }", "terms.hourly.rate", "“1e3” is not a number"),
        ("{ hourly = { rate = inf } }", "terms.hourly.rate", "“inf” is not a number"),
        ("{ hourly = { rate = true } }", "terms.hourly.rate", "a number is needed"),
        ("{ hourly = { rate = -1 } }", "terms.hourly.rate", "too small"),
        (
            '{ hourly = { rate = "0.0000000000001" } }',
            "terms.hourly.rate",
            "too many digits",
        ),
        ('{ hourly = { rate = 1, kinds = ["nap"] } }', "terms.hourly.kinds[0]", "not one of"),
        ("{ hourly = { rate = 1, kinds = [] } }", "terms.hourly.kinds", "at least one"),
        (
            "{ greatest = [ { piece = {} }, { hourly = { rate = [] } } ] }",
            "terms.greatest[1].hourly.rate",
            "a number is needed",
        ),
        ('{ greatest = [ { piece = {} } ], window = "year" }', "terms.greatest.window", "year"),
        ("{ sum = [] }", "terms.sum", "at least one term"),
        (
            "{ blend = { lambda = 1.1, terms = [ { piece = {} }, { piece = {} } ] } }",
            "terms.blend.lambda",
            "between 0 and 1",
        ),
        ("{ blend = { lambda = 1, terms = [ { piece = {} } ] } }", "terms.blend.terms", "two"),
        ("{ times = { term = { piece = {} } } }", "terms.times", "“factor” or “seniority”"),
        ("{ cap = { term = { piece = {} }, ratio = 0.5 } }", "terms.cap.ratio", "too small"),
        (
            "{ piece = { bands = [ { from = 1, factor = 1 }, { from = 1, factor = 2 } ] } }",
            "terms.piece.bands",
            "two bands start at 1",
        ),
        (
            '{ goods = { value = [ { from = "soon", value = 1 } ] } }',
            "terms.goods.value[0].from",
            "“soon” is not a date",
        ),
        (
            "{ goods = { value = [ { from = 2024-01-01T08:00:00, value = 1 } ] } }",
            "terms.goods.value[0].from",
            "is not a date",
        ),
        (
            "{ goods = { value = [ { from = 2024-01-01, value = 1 },"
            " { from = 2024-01-01, value = 2 } ] } }",
            "terms.goods.value",
            "two values start on 2024-01-01",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text, where, why):
    with pytest.raises(InvalidInput) as refused:
        terms(text)
    assert refused.value.where == where
    assert why in str(refused.value.sentence)


def test_a_binary_float_is_refused():
    with pytest.raises(InvalidInput, match="in quotes"):
        parse_terms({"hourly": {"rate": 0.1}})


def test_terms_cannot_be_nested_without_end():
    tree = {"piece": {}}
    for _ in range(30):
        tree = {"sum": [tree]}
    with pytest.raises(InvalidInput, match="nested too deeply"):
        parse_terms(tree)
    endless = {}
    endless["sum"] = [endless]
    with pytest.raises(InvalidInput, match="nested too deeply"):
        parse_terms(endless)
