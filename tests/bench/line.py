"""A line between a browser and a server on this machine: so many bits a second, so long a way, and every byte counted.

All connections share the line, as on a clinic's. What it delays is what the server sends and when a connection
comes about; the browser knows nothing of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from types import TracebackType
from urllib.parse import urlsplit

CHUNK = 16_384


class Line:
    """``with Line(address, bits=20e6, way=0.02) as line``: ``line.address`` is the same site at its other end.

    ``bits``: a second, None for no limit; ``way``: seconds in one direction. ``line.bytes``: sent to the browser so far.
    """

    def __init__(self, address: str, bits: float | None = None, way: float = 0) -> None:
        self.port = urlsplit(address).port
        self.bits, self.way = bits, way
        self.bytes = 0
        self._free = 0.0  # when the line has nothing left to carry
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Line:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        started = asyncio.start_server(self._connect, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(started, self._loop).result()
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _close(self) -> None:
        self._server.close()
        carrying = asyncio.all_tasks() - {asyncio.current_task()}
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await asyncio.sleep(2 * self.way)
            up, down = await asyncio.open_connection("127.0.0.1", self.port)
            await asyncio.gather(
                self._carry(reader, down, limited=False), self._carry(up, writer, limited=True)
            )

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, limited: bool
    ) -> None:
        """What is read is written when it has come through; reading goes on in the meantime."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        arriving = asyncio.create_task(self._arrive(on_the_way, writer))
        try:
            while chunk := await reader.read(CHUNK):
                now = self._loop.time()
                if limited:
                    self._free = max(now, self._free) + len(chunk) * 8 / (self.bits or float("inf"))
                await on_the_way.put((self._free if limited else now, chunk))
        except ConnectionError:
            pass
        await on_the_way.put((0, b""))
        await arriving

    async def _arrive(
        self, on_the_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        try:
            while True:
                sent, chunk = await on_the_way.get()
                if not chunk:
                    break
                await asyncio.sleep(max(0, sent + self.way - self._loop.time()))
                self.bytes += len(chunk)
                writer.write(chunk)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()
