"""笔记: writing and handing in on a phone, checking at the desk, spot checks by lot."""
