"""Derived facts: directory."""
