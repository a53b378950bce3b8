"""Derived facts: reviews."""
