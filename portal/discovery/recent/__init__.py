"""The searches that a person sent last, which they alone see and clear, and may choose not to have kept."""
