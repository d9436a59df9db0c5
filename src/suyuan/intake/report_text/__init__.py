"""Victims' reports in free text 案情、询问笔录: payments read sentence by sentence, each with its words."""
