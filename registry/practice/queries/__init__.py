"""Reading practice. Every query starts from a scope; whoever or whatever lies outside it is not found."""
