"""Pictures of every screen of the console, with nothing, a little and very much to show."""
