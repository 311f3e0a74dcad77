"""Stand-ins for Brightpearl and Xero, and a shop that fills them. They know nothing of the connector."""
