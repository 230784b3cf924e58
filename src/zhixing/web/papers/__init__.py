"""测验: papers made by blueprint, sittings and what they tell of items; a member's own tests and results."""
