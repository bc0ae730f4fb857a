"""How the web project is set up and what it answers to."""
