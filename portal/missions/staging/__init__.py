"""How far a mission that addresses externals is open: inside first, then the panel, then every external."""
