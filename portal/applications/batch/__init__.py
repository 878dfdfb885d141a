"""One answer to several candidates: read before it is sent, each person in a transaction of their own."""
