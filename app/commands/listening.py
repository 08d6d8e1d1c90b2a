"""The port of the API: of one process, or of several, each of which listens for itself."""

import socket


def bound(host: str, port: int) -> socket.socket:
    """A socket on a port of its own (0: any that is free). Raises OSError where it is taken."""
    return _socket(host, port, alone=True)


def shared(host: str, port: int) -> socket.socket:
    """One of several on the same port, each for one process: the kernel deals the connections out
    among those that listen. Of one socket that all share, whoever wakes first takes all."""
    return _socket(host, port, alone=False)


def _socket(host: str, port: int, *, alone: bool) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not alone:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made
