"""What is told of a release: data sheet, quality report, pre-check, blind sample."""
