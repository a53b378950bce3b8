"""Derived facts: portals."""
