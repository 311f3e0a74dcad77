"""Tests of the tests: small mistakes are made in `shared/mapping` one at a time, and its own tests should see each."""
