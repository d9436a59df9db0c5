"""What can still be stopped and given back. Pure: values in, values out."""
