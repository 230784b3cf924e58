"""Working days: the State Council's holidays and adjusted workdays, year by year."""
