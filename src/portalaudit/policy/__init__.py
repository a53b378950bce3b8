"""Rules, packs and parameters: policy files become typed, checked rules. Knows the vocabulary, never the inventory."""
