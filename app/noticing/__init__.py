"""Rules that notice, whom they noticed, and how far people agree."""
