"""The time managers authorize: requests, counter-proposals, weeks that cannot be oversold, time entries."""
