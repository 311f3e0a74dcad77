"""The reports of the organisation, computed from its ledger, in the vendor's shapes."""
