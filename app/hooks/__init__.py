"""Hooks: programs elsewhere that are told what happens, signed, and again until they take it."""
