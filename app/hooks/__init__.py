"""Webhooks: what happened, told to programs, signed, until they say that they have it."""
