"""From typed rows to changes of the inventory: who is meant, what is new, changed or gone, and the edits of files."""
