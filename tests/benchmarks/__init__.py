"""Benchmarks, run by hand: `python -m tests.benchmarks.NAME`. They print ratios of two programs in one run."""
