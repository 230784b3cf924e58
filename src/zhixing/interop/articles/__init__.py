"""Articles from documents, and their HTML made safe."""
