"""What the steps are made of: several modules, so that a step imports only what it needs."""
