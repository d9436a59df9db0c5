"""Law as data: rules with their articles and periods, the calendar of working days, and how terms are counted."""
