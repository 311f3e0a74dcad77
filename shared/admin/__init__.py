"""Commands for whoever sets a connection up, and the people who may sign in."""
