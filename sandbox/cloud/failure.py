"""What went wrong on this machine, in one sentence for the person at the keyboard."""


class LocalCloudError(Exception):
    """The command cannot go on. Nothing is wrong with the connector; something around it is missing, taken or broken."""
