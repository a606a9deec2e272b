#!/usr/bin/env bash
# Runs a benchmark with several senders on Docker Swarm, and removes everything but the result and the image:
#   ./run.sh ws grpc --size 100 --duration 10s
# All arguments are those of `wireduel run`. README.md describes the variables.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

STACK=${STACK:-wireduel}
RESULTS=${RESULTS:-$PWD/results}
# How long all of it may take, in seconds.
LIMIT=${LIMIT:-1800}
# Not empty: the stack stays, to look at its tasks.
KEEP=${KEEP:-}
export SENDERS=${SENDERS:-6} RESTART=${RESTART:-none} IMAGE=${IMAGE:-}
export NODE SECRETS ARGUMENTS

say() { printf 'run.sh: %s\n' "$*" >&2; }
usage() { say "$*"; exit 2; }
fail() { say "$*"; exit 1; }
# The last line that a command wrote to stderr, as the reason of a failure.
quietly() {
  local output
  output=$("$@" 2>&1) || fail "$(tail -n 1 <<<"$output")"
}

[[ $SENDERS =~ ^[1-9][0-9]{0,2}$ ]] || usage "SENDERS: expected a number from 1 to 999, got \"$SENDERS\""
[[ $LIMIT =~ ^[1-9][0-9]{0,5}$ ]] || usage "LIMIT: expected a number of seconds, got \"$LIMIT\""
[[ $STACK =~ ^[a-z0-9][a-z0-9_-]{0,40}$ ]] || usage "STACK: expected a name of lower-case letters, digits, - and _, got \"$STACK\""
[[ $RESTART == none || $RESTART == on-failure ]] || usage "RESTART: expected none or on-failure, got \"$RESTART\""
[[ $* != *\'* ]] || usage "arguments: expected none with a quote, got $*"
command -v docker >/dev/null || fail 'docker is not installed'
swarm=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}' 2>/dev/null) && [[ $swarm ]] ||
  fail 'no Docker engine answers: start it, and see that this user may use it'
[[ $swarm == 'active true' || $swarm == inactive* ]] || fail 'this node may not deploy: run it on a manager of the swarm'

made_swarm=false made_stack=false had_bridge=true
coordinator='' logs=''
SECRETS=$(mktemp -d)

# Removes what this script has made, whatever happened.
clean_up() {
  local code=$?
  trap '' INT TERM HUP
  set +e
  [[ $logs ]] && kill "$logs" 2>/dev/null
  if [[ $coordinator ]]; then
    # It stores what was measured.
    docker stop --time 20 "$coordinator" >/dev/null 2>&1
    keep_result
  fi
  if $made_stack && [[ $KEEP ]]; then
    say "the stack stays: docker stack rm $STACK"
    made_swarm=false
  elif $made_stack; then
    say "removing the stack $STACK"
    remove_stack
  fi
  if $made_swarm; then
    docker swarm leave --force >/dev/null 2>&1
    $had_bridge || docker network rm docker_gwbridge >/dev/null 2>&1
  fi
  rm -rf "$SECRETS"
  exit "$code"
}

# Swarm removes a stack in its own time, and an engine that is busy may refuse. So this tries again, for two minutes.
remove_stack() {
  local by=$((SECONDS + 120)) why='' deployed networks network name
  while ((SECONDS < by)); do
    deployed=$(labelled service ls)$(labelled secret ls)
    [[ ! $deployed ]] || why=$(docker stack rm "$STACK" 2>&1 >/dev/null | tail -n 1)
    # Swarm keeps the containers of tasks that have ended, and they keep the network.
    containers | xargs -r docker rm --force >/dev/null 2>&1
    networks=$(labelled network ls)
    [[ $deployed$networks$(containers) ]] || return 0
    # It was in use when the stack was removed.
    for network in $networks; do
      for name in $(docker network inspect --format '{{range .Containers}}{{.Name}} {{end}}' "$network" 2>/dev/null); do
        # The engine may still count a container that is gone.
        [[ $name != "${STACK}_"*.* ]] || docker network disconnect --force "$network" "$name" >/dev/null 2>&1
      done
      why=$(docker network rm "$network" 2>&1 >/dev/null | tail -n 1)
    done
    sleep 0.5
  done
  say "the stack $STACK is not all removed: ${why:-$deployed $networks}"
}

labelled() {
  docker "$@" --quiet --filter "label=com.docker.stack.namespace=$STACK"
}

containers() {
  labelled ps --all "$@"
}

# Copies the result out of the container of the coordinator.
keep_result() {
  mkdir -p "$RESULTS" && docker cp "$coordinator:/data/results/." "$RESULTS" >/dev/null 2>&1 || return 0
  coordinator=''
  say "the result is in $RESULTS"
}

trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ ! $IMAGE ]]; then
  IMAGE=wireduel
  say 'building the image'
  docker build --quiet --file "$here/../../image/Dockerfile" --tag "$IMAGE" "$here/../.." >/dev/null || fail 'the image was not built'
fi

if [[ $swarm == inactive* ]]; then
  docker network inspect docker_gwbridge >/dev/null 2>&1 || had_bridge=false
  quietly docker swarm init --advertise-addr 127.0.0.1
  made_swarm=true
fi
NODE=$(docker info --format '{{.Swarm.NodeID}}')
[[ ! $(docker service ls --quiet --filter "label=com.docker.stack.namespace=$STACK") ]] ||
  usage "STACK: there is a stack \"$STACK\"; choose another name"

for name in receiver-token join-token; do
  (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$SECRETS/$name")
done
# Each argument as one word, also with blanks in it.
ARGUMENTS=$(printf "'%s' " "${@:-ws}")

say "deploying the stack $STACK (senders: $SENDERS)"
made_stack=true
quietly docker stack deploy --resolve-image never --compose-file "$here/stack.yaml" "$STACK"

end=$((SECONDS + LIMIT))
until [[ $coordinator ]]; do
  coordinator=$(containers --filter "label=com.docker.swarm.service.name=${STACK}_coordinator")
  [[ $coordinator ]] && break
  ((SECONDS < end)) || fail "the coordinator has not started within $LIMIT s"
  rejected=$(docker service ps --no-trunc --filter desired-state=shutdown --format '{{.Error}}' "${STACK}_coordinator" 2>/dev/null | head -n 1)
  [[ ! $rejected ]] || fail "the coordinator cannot start: $rejected"
  sleep 0.5
done

# Its output and its progress. In the background, so that a signal is heard at once.
docker logs --follow "$coordinator" &
logs=$!
while kill -0 "$logs" 2>/dev/null; do
  ((SECONDS < end)) || fail "the run has not ended within $LIMIT s"
  sleep 0.5 &
  wait $!
done
logs=''
until state=$(docker inspect --format '{{.State.Running}} {{.State.ExitCode}}' "$coordinator") && [[ $state == false* ]]; do
  ((SECONDS < end)) || fail "the run has not ended within $LIMIT s"
  sleep 0.5
done
keep_result
exit "${state#false }"
