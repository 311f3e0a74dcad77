"""What the fetch steps read: pages of source objects, ready for the store. One module a subject."""
