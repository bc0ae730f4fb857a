"""Pages on which people are compared with jobs, and on which they read and contest that."""
