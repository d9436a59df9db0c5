"""Where the money went: transfers and claims to holdings, flows, tiers, exits, inquiries and ranges. Pure."""
