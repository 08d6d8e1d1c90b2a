"""What is kept under seal: sealed with a key that the database does not hold, opened with a reason,
deleted in time."""
