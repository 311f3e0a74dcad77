"""Both ledgers side by side: two double-entry books that know nothing of each other, and whether their balances agree.

`accounts` joins the accounts of both, as the settings say; `things` puts journals together that are about the same;
`explained` reads in the connector's records what may differ; `trial_balance` holds the one against the other, row by row.
"""
