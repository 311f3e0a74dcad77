"""Who we are to the other systems: credentials, tokens and the secret store that keeps them."""
