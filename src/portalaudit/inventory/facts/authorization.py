"""Derived facts: authorization."""
