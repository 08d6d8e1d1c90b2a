"""What people learn before they work: courses, practice, exams, certificates."""
