"""What the service does: the rules, the desk, the figures, and the front door."""

__version__ = "0.1.0"
