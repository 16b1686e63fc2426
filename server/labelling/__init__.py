"""Labelling in the terminal: what `optflag data label` shows and does."""
