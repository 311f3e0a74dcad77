"""Whether the connector keeps its promises: one whole cycle, the storm, the comparison of both systems, screenshots."""
