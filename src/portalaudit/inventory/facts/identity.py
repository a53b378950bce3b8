"""Derived facts: identity."""
