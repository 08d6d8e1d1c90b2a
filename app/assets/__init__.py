"""Files on their way in: uploads, archives, pictures, and what they become."""
