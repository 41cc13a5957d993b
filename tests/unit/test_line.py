"""The bench's line carries what it is given, whole and in order, and counts it."""

import hashlib
import threading
import urllib.request
from functools import partial
from pathlib import Path

from tests.bench.line import Line
from tests.bench.starts import Compressed, Quiet


def test_every_byte_comes_through_and_is_counted(tmp_path: Path) -> None:
    body = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(5_000))
    (tmp_path / "file.bin").write_bytes(body)
    (tmp_path / "_headers").write_text("/*\n  Cache-Control: no-cache\n", "utf-8")
    server = Quiet(("127.0.0.1", 0), partial(Compressed, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with (
        server,
        Line(f"http://127.0.0.1:{server.server_port}/", bits=1e9, way=0.001) as line,
    ):
        for number in (1, 2):
            with urllib.request.urlopen(line.address + "file.bin") as answer:
                assert answer.read() == body
            assert number * len(body) < line.bytes < number * (len(body) + 2_000)
        server.shutdown()
