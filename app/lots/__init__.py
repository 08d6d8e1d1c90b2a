"""Lots: what is delivered together, and the sample that decides about it."""
