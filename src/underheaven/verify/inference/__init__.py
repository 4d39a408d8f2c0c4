"""Tests of what the inference claims: intervals, names, signs, selected groups and ranges, over many studies."""
