"""Reading certificates: one, a list, everything that one prints, batches."""
