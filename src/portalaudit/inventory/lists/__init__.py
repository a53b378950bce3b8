"""Lists that a practice works with, made from its inventory and the reference data."""
