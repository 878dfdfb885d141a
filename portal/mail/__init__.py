"""Mail: written in the transaction of what it tells, sent after it."""
