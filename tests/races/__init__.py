"""Two at once, twice in a row, and in the middle of it: nothing is lost, nothing is there twice."""
