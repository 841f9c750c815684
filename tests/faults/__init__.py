"""Awkward, broken and good files that the reader is held to, built in code; everything in them is made up."""
