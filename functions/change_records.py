"""Archive, bring back or retry the records that somebody chose. A manual run does this first."""

from shared.steps.handler import as_change_handler

handler = as_change_handler()
