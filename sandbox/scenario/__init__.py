"""A case as data: a file of what people do in both systems, played against the connector, and what came of it as JSON.

`python -m sandbox.scenario FILE` plays one. Tests and bug reports are written in it; docs/scenarios.md says how.
"""
