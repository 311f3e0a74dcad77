"""What a step function runs: its handler, the composition root, the two loops, and the plans."""
