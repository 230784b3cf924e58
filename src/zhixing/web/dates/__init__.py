"""Each one's own dates: seen by him, told by the officer, printed for a station's wall."""
