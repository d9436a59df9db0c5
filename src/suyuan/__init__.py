"""Suyuan 溯源: follow the money of a telecom-fraud case to the frozen account, and back to the victim."""

__version__ = "0.1.0"
