"""The books of the account: a journal of every invoice, payment and correction, worked out from what made it."""
