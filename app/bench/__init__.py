"""Measurements, each as ratios within one run: the machine cancels out.

Everything runs on servers of its own in a temporary folder, with the durability that `dure up`
has, and is gone afterwards.
"""
