"""学习包: composed and handed out by officers, what comes back of them, and a member's own."""
