"""The pages: one package for each audience, one view for each thing a person does."""
