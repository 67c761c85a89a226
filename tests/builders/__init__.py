"""Small makers of facts and rules for tests. They choose sensible defaults and never decide an answer."""
