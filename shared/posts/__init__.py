"""What the post steps do with the records that are due: map them, see to what they need, hand them to the protocol."""
