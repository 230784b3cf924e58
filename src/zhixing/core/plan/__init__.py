"""The annual plan (年度学习计划): which problem or duty each lesson answers, for whom, when, how prepared."""
