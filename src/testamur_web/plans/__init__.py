"""Goals: where somebody wants to be, what is missing for it, and what closes the gap."""
