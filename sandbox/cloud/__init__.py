"""AWS on this machine: the real stack is deployed into it, and connected with the stand-ins."""
