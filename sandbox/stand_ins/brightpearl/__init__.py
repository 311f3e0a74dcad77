"""A Brightpearl account that speaks HTTP as the real one does, limits, quirks and refusals included."""
