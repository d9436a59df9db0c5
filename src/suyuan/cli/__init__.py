"""The command line: parses, calls one action, prints. One module a noun; no rule of its own."""
