"""One HTTP exchange and everything about it: the wire, the transport with its retries, the classes of replies, secret values."""
