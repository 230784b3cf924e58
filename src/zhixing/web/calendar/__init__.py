"""工作日历: which years' holidays are known, and importing the next one."""
