"""How long pages take, against a bare Flask page under the same server.

    python -m bench.pages [ROUNDS]

One visitor at a time: the page's median time over the bare page's. Eight visitors: the page's
answers a second over the bare page's. Ratios are taken in each round, then their median.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from flask import Flask

from bench.coop import found, open_polls
from bench.serving import get, hello, rate, seconds_each, served

TIMES = 300
VISITORS = 8


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="artel-bench-") as folder:
        data = Path(folder)
        app, browsers = found(f"sqlite:///{data / 'artel.db'}", data, members=42)
        (poll,) = open_polls(app, 1)
        member = browsers[-1]
        pages = {
            "home": "/",
            "a vote": f"/polls/{poll}",
            "compare": "/wages/comparisons/new",
        }
        requests = {name: get(path, member.cookie) for name, path in pages.items()}
        measure(app, requests, rounds)


def measure(app: Flask, requests: dict[str, bytes], rounds: int) -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in requests}
    with served(hello()) as bare, served(app) as port:
        limit = get("/hello")
        seconds_each(bare, limit, TIMES)
        for request in requests.values():
            seconds_each(port, request, 20)  # templates and statements are compiled once
        for _ in range(rounds):
            alone, crowd = seconds_each(bare, limit, TIMES), _crowd(bare, limit)
            for name, request in requests.items():
                slower = seconds_each(port, request, TIMES) / alone
                times[name].append((slower, _crowd(port, request) / crowd))
            print(f"bare page: {alone * 1e3:.2f} ms, {crowd:.0f} a second to {VISITORS} visitors")
    print(f"\n{'page':<10} {'x bare time':>12} {'of bare rate':>13}")
    for name, ratios in times.items():
        slower, faster = (median(column) for column in zip(*ratios, strict=True))
        print(f"{name:<10} {slower:>12.1f} {faster:>13.2f}")


def _crowd(port: int, request: bytes) -> float:
    return rate(port, [[request] * (TIMES // 2)] * VISITORS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
