"""Tests of the tests: small mistakes are made in a room of `shared` one at a time, and its own tests should see each."""
