"""What is kept under seal: numbers that only a key outside the database opens."""
