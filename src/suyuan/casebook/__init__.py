"""The casebook: what people decide and change, in a database with an audit chain. Sees only the model."""
