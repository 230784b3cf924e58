"""Engines that search for plans. They know the values of the core and nothing of who asks; the core judges what they return."""
