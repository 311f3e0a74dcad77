"""The HTTP API: what people and scripts see of a connection, and what they may start. docs/api.md describes it."""
