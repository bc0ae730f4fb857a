"""The pages of partners: what an organisation does in a cohort of another one."""
