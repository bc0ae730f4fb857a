"""The labour market as this instance knows it: files that were loaded, and views of demand."""
