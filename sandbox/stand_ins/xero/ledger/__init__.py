"""The double-entry ledger of the organisation, worked out from its documents, its money and its journals."""
