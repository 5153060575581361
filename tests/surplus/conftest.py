from datetime import date

import pytest

from app.db import db
from app.surplus.actions import propose_distribution
from app.treasury.actions import post_entry
from app.treasury.rules import Line
from tests.surplus.sharing import AT, PLAN, SPAN, TITLE


@pytest.fixture
def sold(person):
    """Sales of 1000.00 and coal for 400.00."""
    chen = person("Chen").id
    on = date(2026, 6, 1)
    sale = [Line("Assets:Bank", 100_000), Line("Income:Sales", -100_000)]
    coal = [Line("Expenses:Coal", 40_000), Line("Assets:Bank", -40_000)]
    post_entry(sale, text="Pots", on=on, by=chen, at=AT)
    post_entry(coal, text="Coal", on=on, by=chen, at=AT)
    db.commit()


@pytest.fixture
def proposed(sold, person):
    return propose_distribution(PLAN, **SPAN, title=TITLE, text="…", by=person("Ana").id, at=AT)
