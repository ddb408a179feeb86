"""What calls of hosted providers have in common: keys, clients, tries, cost and kept answers."""
