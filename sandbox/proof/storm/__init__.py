"""The storm: cycles under random trouble, then calm, then both systems compared record by record."""
