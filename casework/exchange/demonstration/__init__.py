"""Invented people and histories, written as the files that an authority could export."""
