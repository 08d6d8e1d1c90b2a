"""A fair deal: the ceiling of rejections, ratings, suspensions with a hearing, the public page."""
