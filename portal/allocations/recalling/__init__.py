"""Taking granted time back: for some weeks, or for good with notice."""
