"""A fair deal: the ceiling on rejections, ratings of projects, suspensions with a hearing."""
