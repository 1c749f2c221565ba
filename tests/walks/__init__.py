"""The whole path through the real window, by keyboard only and by mouse only."""
