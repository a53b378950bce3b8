"""Derived facts: files."""
