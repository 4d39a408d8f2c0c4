"""Run folders: written while a study runs, read when it resumes."""
