"""What a look reads: whatever of what was carried over people may have taken back, changed or entered beside it."""
