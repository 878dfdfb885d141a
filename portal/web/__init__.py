"""The HTTP shell: who may enter, how pages and fragments are answered, what a browser is told to refuse."""
