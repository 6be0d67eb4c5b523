# Sourced by peers.sh and moto.sh, with `root` set: sets `venv`, where boto3, the AWS CLI and
# moto are, and keeps this machine's settings out of them.
# shellcheck shell=bash

requirements=$root/scripts/peers/requirements.txt
venv=$root/target/peers-venv
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"

while IFS= read -r name; do unset "$name"; done < <(compgen -e AWS_; compgen -e MOTO_)
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
# What listens here isn't behind a proxy.
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
