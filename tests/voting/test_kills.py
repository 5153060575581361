"""Every acknowledged ballot is durable and there once, however the server dies.

The same at length, with 20,000 ballots and 20 kills: `make bench-kills`.
"""

import random
import sys

import pytest

from bench.coop import found, open_polls, open_secret_polls
from bench.kills import ballots_of, kept, through_kills

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and killed")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, servers):
    server = servers(request.param)
    url = server.create()
    yield url
    server.drop(url)


def test_no_ballot_is_lost_or_doubled_where_the_server_is_killed(url, tmp_path):
    app, browsers = found(url, tmp_path, 30)
    draw = random.Random(7)  # noqa: S311 (moments, no secrets)
    for way, opened in (("ballot", open_polls), ("envelope", open_secret_polls)):
        polls = opened(app, 6)
        requests = ballots_of(browsers, polls, way)
        assert through_kills(app, requests, 3, lambda: draw.uniform(0.05, 0.2)) > 0
        assert kept(app, polls) == (len(requests), len(requests))
