"""The places where things are posted, as the posting protocol sees them: one module for each kind of thing."""
