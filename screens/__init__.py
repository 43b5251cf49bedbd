"""What people see: the terminal screens."""
