"""Shows whether the connector keeps its promises: one whole cycle, the storm, both systems compared, screenshots."""
