"""A Brightpearl and a Xero to try the connector on: they answer over HTTP as the real ones do, and know nothing of it."""
