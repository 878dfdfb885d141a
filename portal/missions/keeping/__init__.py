"""What someone writes in the form of a mission, kept aside for them alone until they save it. It changes no mission."""
