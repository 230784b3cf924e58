"""A workbook in the old .xls format (made once with xlwt), for want of a writer in the environment."""

from __future__ import annotations

import base64
import zlib

PACKED = """
eNrtWFtIFGEUPv/MrHtpd901Dd3ARMjMBE0pJNDdovLJ9RaYl1I31y0MjU0CE8xLPkSEhg9R+CLYQy9mL10oyuglIlDyoQgELYSo
J6GgB3U6/5l/ttUMXCjBmm+YM+ec/5xv/uv8MzM16Z4dueeZg1UoAhmWVSvERfkYnlbdcAGWqypX9asFT9XApoLVggMZZ4LHjtdm
PoZ8vOdAgnHlOUqAD3jWwTnwt7UG0zYQh6gOjYzXoRAlg2H0OCGFapVA8hTJrSTvUuQTkj7yXCNZiLGzrAYmvf6sAjGLj0vpVOYE
zvuAct6TZy8kwUs+iy8NMi3WBAfDZxrPbrKCVMUOo4ADWhxsDYa57YDbfH1WI3JKcg7PQiIO9Sh8U9MAvupreiLN8G+snwH6v6/0
m3/jt+AQrvYPSQpAN6gNtET6wQ5XFF4isc89zbWLyBSPlp2WCbvunznxrHLU7xmcGhga8NXlQS7kwT5oP8mDXYHhUOeF8atINF3t
OKYA8wUyq3KCnwZRba5t8M8Hd4RQ1WNRHaktOD3dNRySgSVXQO5CrxnYgdD58uxO8NeUi9QX9TfqK0s9pcibXDrRgbH+kO9d0wwW
5YMltB/mgza+sdCDyLXiQeSgBWpH2YTt4LqblqkL+2LxzsKbkkCZt5483bT5aFvUTt4noEIPz8BkJ5VQt+D6AMiijD0ke4l1O+ke
kokYg9eMsiShHO2jmMtUmoH3ySdMe3dF6Zmo938pf5ja/9G7G/Wx4rmLiWNvvSOQjltmE+bzow+yWTa7dZPjkVe/MvE4myGZ8suj
zSK5RN1VsQ/HwxLYSHWTfApOartbHArlsDVyGOVwqVl6j2qWhJYcsWRi0i0FLZOojbQGs0TMcSJeGys+kF0StyRsY/MrSZRxZksk
kjNbBbO8BrNMzDYRL0eYNYszb4lY0cxyhHletFybB0VSAtzn1cWN4idsYMCAAQMGDBgw8F+AvxbxdyFZvCKbxKu3WfzXWcJz2fhN
8s+iAtrwaMfPyiPQitcwdMQ0f7aBielcbJ05+v9Cjiq8exhaIED1aIl5/uKnE4tuz7oTXX9uCcV6/+VY6vmX7/8Da9kLUw==
"""


def old_xls() -> bytes:
    """自学登记 of two rows under a merged title: a real date, and a date without its year."""
    return zlib.decompress(base64.b64decode("".join(PACKED.split())))
