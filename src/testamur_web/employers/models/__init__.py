"""What employers keep: one module for each capability."""
