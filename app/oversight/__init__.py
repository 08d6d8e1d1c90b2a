"""Oversight: organisations, money and history across all projects, for who runs Dure."""
