"""What both systems hold of the same things, in the same words, and where they differ. It knows nothing of the connector.

`brightpearl` says what should be in Xero, from Brightpearl's own store and the settings document; `xero` says what is there;
`matching` holds the one against the other. `make sync`, the storm and scenarios all compare with these.
"""
