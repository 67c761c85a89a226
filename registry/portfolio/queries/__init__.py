"""Reading what people hold. Every query starts from a scope; whoever lies outside it is not found."""
