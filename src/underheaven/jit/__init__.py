"""Compilation with Numba, the cache of machine code, and uncompiled copies of modules."""
