"""Stand-ins for the two systems, so that the connector can be tried without touching anybody's books."""
