"""Prints what botocore reads in each file of a folder: {name: {section: {key: value}} or null where it refuses}."""
import json
import os
import sys

try:
    from botocore import configloader
except ImportError:
    # Debian's awscli carries its own copy.
    from awscli.botocore import configloader

ConfigParseError = configloader.botocore.exceptions.ConfigParseError


def flat(values):
    result = {}
    for key, value in values.items():
        if isinstance(value, dict):
            for inner, text in value.items():
                result[f"{key}.{inner}"] = text
        else:
            result[key] = value
    return result


def read(path):
    try:
        return {name: flat(values) for name, values in configloader.raw_config_parse(path).items()}
    except ConfigParseError:
        return None


folder = sys.argv[1]
print(json.dumps({name: read(os.path.join(folder, name)) for name in os.listdir(folder)}))
