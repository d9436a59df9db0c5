"""The words: what things are, and their arithmetic. No input or output, imports nothing of ours."""
