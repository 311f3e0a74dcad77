"""What the steps are made of: one module a family, so that a step imports only what it needs."""
