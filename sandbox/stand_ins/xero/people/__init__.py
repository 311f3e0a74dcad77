"""What people do in Xero while no program is looking. Each action is a function with plain fields."""
