"""Pages of whoever runs the instance."""
