"""Reading people. Every query starts from a scope; whoever lies outside it is not found. Numbers are masked."""
