"""The public catalogue: missions open to everyone, read without signing in, and the same as a folder of files."""
