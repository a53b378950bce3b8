"""Derived facts: accounts."""
