"""Study notes, reflections, lectures given (学习笔记、心得体会、支部讲课): what is handed in, spot checks, likeness."""
