"""Numbers and codes, what exactly is printed as text, who may issue and end. Pure."""
