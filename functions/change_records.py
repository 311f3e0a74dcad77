"""Archive, bring back or retry the records that somebody chose: the first thing a manual run does."""

from shared.steps.handler import as_change_handler

handler = as_change_handler()
