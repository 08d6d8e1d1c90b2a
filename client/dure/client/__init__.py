"""A typed client of Dure: `Dure` blocks, `AsyncDure` is awaited; both do the same.

    with Dure("https://dure.example.org", token="dure_…") as dure:
        for project in dure.projects():
            print(project.id, project.name)

Refusals of the server are exceptions with its stable `code` (`errors.Refused` and its kinds).
Requests are sent again after a failure where that is safe. `webhooks.verify` is for receivers.
"""

from dure.client import errors, models, webhooks
from dure.client.clients import AsyncDure, Dure
from dure.client.models import Prediction

__all__ = ["AsyncDure", "Dure", "Prediction", "errors", "models", "webhooks"]
