"""A TCP proxy on loopback that can be told to behave badly: connections pass, are refused, hang, or
come late. One thread; whatever it holds back waits in the kernel's buffers and not here."""

import asyncio
import threading

PIECE = 65536


class Proxy:
    """From `port` to `target`, both on loopback, until close(). How it behaves now: `delay` seconds
    before each piece is passed on; `mute`: nothing is; `cut`: connections are closed and refused."""

    def __init__(self, port, target):
        self.port, self.target = port, target
        self.delay, self.mute, self.cut = 0.0, False, False
        self.open = set()
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        serve = asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.server = self.loop.run_until_complete(serve)
        ready.set()
        self.loop.run_forever()

    async def _accept(self, reader, writer):
        if self.cut:
            writer.close()
            return
        try:
            there, here = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        pair = (writer, here)
        self.open.add(pair)
        await asyncio.gather(self._pass(reader, here), self._pass(there, writer))
        for w in pair:
            w.close()
        self.open.discard(pair)

    async def _pass(self, source, sink):
        try:
            while piece := await source.read(PIECE):
                if self.delay:
                    await asyncio.sleep(self.delay)
                while self.mute:
                    await asyncio.sleep(0.05)
                sink.write(piece)
                await sink.drain()
        except OSError:
            pass
        sink.close()

    def cut_all(self):
        """Closes what is open and refuses what comes, until `cut` is False again."""
        self.cut = True
        self.loop.call_soon_threadsafe(lambda: [w.transport.abort() for p in self.open for w in p])

    def close(self):
        self.cut_all()
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
