"""A photo, for those who want one: made small and anonymous of anything but the face, shown to whom they chose."""
