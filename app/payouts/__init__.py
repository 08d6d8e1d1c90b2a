"""Payouts: what is owed becomes payments, approved by another, sent to the bank, and come back."""
