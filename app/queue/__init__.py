"""Chores: background work whose truth is a row, written with what it follows from.

`service` is for those who want work done, `registry` for those who do it, `bell` wakes them.
"""
