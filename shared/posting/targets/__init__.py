"""The places where things are posted, as the posting protocol sees them: one module a family, each a handful of values."""
