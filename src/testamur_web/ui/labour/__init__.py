"""Demand for skills and occupations: pages for everybody, and loading for operators."""
