"""Servers to measure, run as the house runs them, and visitors to measure them with."""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from statistics import median

from flask import Flask

from app.serving.gunicorn import Server

fork = multiprocessing.get_context("fork")
THREADS = 16


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The app behind gunicorn, a process a core; gives its port."""
    port, ready = free_port(), fork.Event()
    server = fork.Process(target=serve, args=(app, port, ready.set))
    server.start()
    try:
        if not ready.wait(30):
            raise RuntimeError("the server did not start")
        yield port
    finally:
        server.terminate()
        server.join(10)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(app: Flask, port: int, ready: Callable[[], None]) -> None:
    """Serves until it is told to end; `ready` is called when the first request can come."""
    Server(app, bind=f"127.0.0.1:{port}", threads=THREADS, ready=ready).run()


class Visitor:
    """One browser with one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self.socket.sendall(request)
        return self.answer()

    def answer(self) -> tuple[int, bytes]:
        head = self._until(b"\r\n\r\n")
        status = int(head[9:12])
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        body = self._take(int(length))
        return status, body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            self.rest += self._receive()
        head, _, self.rest = self.rest.partition(mark)
        return head + b"\r\n"

    def _take(self, length: int) -> bytes:
        while len(self.rest) < length:
            self.rest += self._receive()
        body, self.rest = self.rest[:length], self.rest[length:]
        return body

    def _receive(self) -> bytes:
        received = self.socket.recv(1 << 16)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received


def get(path: str, cookie: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    return _request([*lines, f"Cookie: {cookie}"] if cookie else lines)


def post(path: str, body: str, cookie: str) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return _request(lines, body)


def _request(lines: Sequence[str], body: str = "") -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def seconds_each(port: int, request: bytes, times: int) -> float:
    """The median time of one visitor who asks again and again."""
    visitor, taken = Visitor(port), []
    for _ in range(times):
        began = time.perf_counter()
        status, _body = visitor.ask(request)
        taken.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"answered {status}")
    return median(taken)


def rate(port: int, requests: Sequence[Sequence[bytes]], expected: int = 200) -> float:
    """Answers a second to several visitors at once, each with requests of their own. One process
    plays them all, as they share the machine with the server that is measured; they come a
    hundredth of a second apart, as people do. Raises where an answer is not as expected."""
    with selectors.DefaultSelector() as waiting:
        for own in requests:
            visitor = Visitor(port)
            time.sleep(0.01)
            waiting.register(visitor.socket, selectors.EVENT_READ, (visitor, iter(own)))
        began = time.perf_counter()
        for key in list(waiting.get_map().values()):
            _send_next(waiting, *key.data)
        while waiting.get_map():
            for key, _ in waiting.select():
                status, body = key.data[0].answer()
                if status != expected:
                    raise RuntimeError(f"not answered as expected: {status}: {body[:2000]!r}")
                _send_next(waiting, *key.data)
        taken = time.perf_counter() - began
    return sum(map(len, requests)) / taken


def _send_next(waiting: selectors.BaseSelector, visitor: Visitor, own: Iterator[bytes]) -> None:
    request = next(own, None)
    if request is None:
        waiting.unregister(visitor.socket)
        visitor.socket.close()
    else:
        visitor.socket.sendall(request)


def hello() -> Flask:
    """The bare limit: an answer without a question."""
    app = Flask("hello")
    app.add_url_rule("/hello", "hello", lambda: "Hello")
    return app
