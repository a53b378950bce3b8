"""Other people's lists: bytes become a table, its columns are understood, its rows become typed. Knows no inventory."""
