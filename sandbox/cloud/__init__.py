"""The local cloud: the real stack, really deployed, on this machine alone."""
