"""Strangers' files are parsed in a child process that limits itself: any room of this floor may keep one."""
