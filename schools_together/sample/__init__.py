"""The sample directory: data/sample/ loaded through the same actions that people use. Never in production."""
