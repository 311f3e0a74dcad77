"""The console's static files, served by a function of its own. Standard library only, for it runs without the layer."""
