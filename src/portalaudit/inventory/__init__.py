"""Records, joins and derived facts of one practice."""
