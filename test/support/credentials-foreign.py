"""A program that knows nothing of our lock: counts up in a section of its own, and says how often a count was gone.

usage: credentials-foreign.py rename|truncate PATH COUNT
"""
import configparser
import os
import random
import re
import sys
import time

style, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
lost = unreadable = 0
last = None
for number in range(count):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = re.search(r"^count = (\d+)$", text, re.M)
    if last is not None and (found is None or int(found.group(1)) != last):
        lost += 1
    try:
        parser = configparser.RawConfigParser()
        parser.read_string(text)
    except configparser.Error:
        unreadable += 1
    last = number
    text = re.sub(r"^count = \d+$", f"count = {number}", text, flags=re.M) if found else text + f"[foreign]\ncount = {number}\n"
    if style == "rename":
        # As editors save.
        with open(path + "~", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + "~", path)
    else:
        # As `aws configure set` does.
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    time.sleep(random.random() * 0.03)
print(f'{{"lost": {lost}, "unreadable": {unreadable}}}')
