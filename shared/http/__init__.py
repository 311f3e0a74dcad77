"""One HTTP exchange and everything about it: the wire, the transport with its retries, what an answer means, secret values."""
