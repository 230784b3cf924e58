"""One member's year: for an officer, and as 我的档案 for the member."""
