"""`dure remote`: what a script wants of a Dure somewhere else, by its client."""

from dure.client.cli import app

__all__ = ["app"]
