"""Measures what the connector costs in calls, time and money, beside what people would use instead: `make bench`."""
