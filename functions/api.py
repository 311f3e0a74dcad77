"""The HTTP API: what people and scripts see of a connection, and what they may start."""

from shared.api.handler import as_handler

handler = as_handler()
