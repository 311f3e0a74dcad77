"""How a thing is posted once: the protocol, what is mapped and brought over, and the targets, one module a family."""
