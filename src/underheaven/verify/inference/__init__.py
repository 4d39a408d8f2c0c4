"""The inference held to its own claims: intervals, names, signs, selected groups and ranges, over many studies."""
