"""Who uses the product: persons and what identifies them, organisations, and who may do what."""
