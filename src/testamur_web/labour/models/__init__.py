"""What was loaded of the labour market: files, their mappings and their sources."""
