"""Property tests draw the same examples every time and keep no files."""

import hypothesis

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=150)
hypothesis.settings.load_profile("repeatable")
