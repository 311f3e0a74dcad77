"""The stand-in for Xero: its identity server and the part of the accounting API that a connector uses."""
