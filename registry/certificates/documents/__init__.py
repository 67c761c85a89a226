"""What a certificate says, and how it looks on paper. Nothing here decides, reads a table or takes a number."""
