"""Pathways: what a credential counts toward, what is missing for a goal, and the plan."""
