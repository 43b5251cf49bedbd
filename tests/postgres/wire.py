"""A wire to a server that can be cut at the worst moment."""

import socket
import time
from contextlib import suppress
from threading import Thread


class Wire:
    """Passes on what a client and a server say, until it is told to cut them off.

    `cut` says when: "before" the server has heard of a COMMIT, or "after" it has answered, which
    the client then never hears. While it is `down`, nobody gets through.
    """

    def __init__(self, port: int) -> None:
        self.cut = ""
        self.down = False
        self.cuts = 0
        self._to = port
        self._swallow = False
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def drop(self) -> None:
        """Cut off everybody."""
        self.cuts += 1
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self) -> None:
        """Let people through again; whoever failed to get through rests as long as they tried."""
        self.down = False
        time.sleep(0.2)

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.drop()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                if self.down:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._to))
                self._ends += [client, server]
                Thread(target=self._say, args=(client, server), daemon=True).start()
                Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _say(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT\0" in data and self.cut:
                    self._swallow, self.cut = self.cut == "after", ""
                    if not self._swallow:
                        self.drop()
                        return
                server.sendall(data)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if self._swallow:
                    self._swallow = False
                    self.drop()
                    return
                client.sendall(data)
