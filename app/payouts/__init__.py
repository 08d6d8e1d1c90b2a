"""What is owed becomes money in the bank: payouts, how people want to be paid, the bank's files."""
