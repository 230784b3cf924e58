"""批次: who attends which run of which course, when and where; made from the plan and the duty rosters."""
