"""Derived facts: people."""
