"""From checked rows to children, episodes, meetings and facts."""
