"""Pages as a browser meets them."""
