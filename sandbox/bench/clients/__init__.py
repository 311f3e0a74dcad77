"""Other ways to post the same documents to Xero: each client does what its documentation shows, and nothing more."""
