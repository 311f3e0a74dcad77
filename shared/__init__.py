"""The layer that every function shares. docs/architecture.md shows its rooms."""

import gc

# The garbage collector would look after every seven hundred new objects. Loading makes some ten thousand that stay, twenty
# orders make more than seven hundred that go by themselves: looking so often finds nothing.
gc.set_threshold(10_000)
