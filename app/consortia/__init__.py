"""Consortia: organisations that share a project's work, and how much of it is whose."""
