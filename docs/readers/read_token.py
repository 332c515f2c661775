"""Reads the Cerby bearer token as docs/credentials-file.md asks a reader to. Python 3.8 or newer, no packages.

    python3 read_token.py /users 5     calls GET <base url>/users five times and prints each status
"""
import configparser
import datetime
import os
import sys
import time
import urllib.error
import urllib.request

MINUTE = 60


def credentials_path():
    return os.path.expanduser(os.environ.get("CERBY_SHARED_CREDENTIALS_FILE") or os.path.join("~", ".cerby", "credentials"))


def read_profile(profile=None):
    """The four keys of a profile. Raises where the file or the profile isn't there."""
    profile = profile or os.environ.get("CERBY_PROFILE") or "default"
    parser = configparser.RawConfigParser(default_section=None)
    with open(credentials_path(), encoding="utf-8") as file:
        parser.read_file(file)
    section = parser[profile]
    ends_at = datetime.datetime.strptime(section["cerby_token_expiration"], "%Y-%m-%dT%H:%M:%SZ")
    return {
        "base_url": section["cerby_base_url"],
        "token": section["cerby_bearer_token"],
        "ends_at": ends_at.replace(tzinfo=datetime.timezone.utc).timestamp(),
    }


held = None


def send(path):
    request = urllib.request.Request(held["base_url"] + path, headers={"Authorization": "Bearer " + held["token"]})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def call(path):
    """A request that is never sent with a token in its last minute, and sent again once with the newest one when refused."""
    global held
    if held is None or held["ends_at"] - time.time() < MINUTE:
        held = read_profile()
    status = send(path)
    if status != 401:
        return status
    refused = held["token"]
    held = read_profile()
    return status if held["token"] == refused else send(path)


if __name__ == "__main__":
    for _ in range(int(sys.argv[2])):
        print(call(sys.argv[1]), flush=True)
        time.sleep(0.1)
