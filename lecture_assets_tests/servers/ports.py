"""Ports that nobody listens on."""

import socket


def free_port() -> int:
    """Return a port of loopback that was free a moment ago."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
