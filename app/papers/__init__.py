"""Papers: PDFs and workbooks, drawn from what is handed in. Knows neither tables nor the web."""
