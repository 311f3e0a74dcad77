"""Property tests draw the same examples every time and keep no files."""

import hypothesis

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=150)
hypothesis.settings.register_profile(  # for `make mutants`: what fails need not be small
    "quick", hypothesis.settings.get_profile("repeatable"), max_examples=20, phases=[hypothesis.Phase.generate]
)
hypothesis.settings.load_profile("repeatable")
