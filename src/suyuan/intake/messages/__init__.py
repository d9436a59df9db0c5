"""Bank messages that are no tables: MT940/942, camt.052/053/054, OFX, QIF."""
