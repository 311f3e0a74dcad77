"""Our own side: the records with their statuses, history and links, the intents to post them, queues, runs and settings."""
