# shellcheck shell=bash
# What the scripts of ops/ share: saying what is wrong and what to do next; where a run keeps its
# files; and servers of our own, known by a pid file and by a word on their command line, so that a
# number that the system has given to somebody else since is never killed.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
stop() { say "$*"; exit 1; }

# The folder of this run: COASTLINE_RUN, else .run beside README.md. Prints an absolute path.
run_folder() {
  local folder=${COASTLINE_RUN:-.run}
  mkdir -p "$folder/logs" "$folder/pids" 2>/dev/null ||
    stop "cannot write to $folder: make it yours, or name another folder in COASTLINE_RUN"
  (cd "$folder" && pwd)
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# want_port PORT VARIABLE: ends with a sentence if somebody listens there.
want_port() {
  ! port_taken "$1" ||
    stop "port $1 is in use: end what listens there (ss -ltnp), or name another one in $2"
}

# is_alive PIDFILE WORD: whether the process of PIDFILE runs and has WORD on its command line.
is_alive() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] &&
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2"
}

# end_server PIDFILE WORD SECONDS: asks it to end, waits, and kills what does not listen.
end_server() {
  local pid=
  if is_alive "$1" "$2"; then
    pid=$(cat "$1")
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq $(($3 * 10))); do
      is_alive "$1" "$2" || break
      sleep 0.1
    done
    if is_alive "$1" "$2"; then
      say "process $pid did not end in $3 s and is killed"
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$1"
}

# wait_until SECONDS PIDFILE WORD COMMAND…: until COMMAND succeeds; fails when the server has ended.
wait_until() {
  local seconds=$1 file=$2 word=$3
  shift 3
  for _ in $(seq $((seconds * 5))); do
    "$@" >/dev/null 2>&1 && return 0
    is_alive "$file" "$word" || return 1
    sleep 0.2
  done
  return 1
}

# free_port FIRST: the first port from FIRST on that is free together with the one above it.
free_port() {
  local port
  for port in $(seq "$1" 2 $(($1 + 98))); do
    port_taken "$port" || port_taken $((port + 1)) || {
      echo "$port"
      return
    }
  done
  stop "no port from $1 to $(($1 + 99)) is free"
}
