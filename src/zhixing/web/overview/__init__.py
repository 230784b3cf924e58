"""The organ at one glance, for 机关党委."""
