# Sourced with `root` set: sets `venv`, a Python environment with what scripts/requirements.txt
# names. With `requirements` and `venv` set, it makes the environment of those instead.
# shellcheck shell=bash

requirements=${requirements:-$root/scripts/requirements.txt}
venv=${venv:-$root/target/venv}

# The copy of the requirements is written last: it stands for a complete environment.
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi
export PYTHONDONTWRITEBYTECODE=1
