"""What users find wrong with releases."""
