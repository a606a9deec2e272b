#!/usr/bin/env bash
# Runs `wireduel gate` with the inputs of the action, which are environment variables here. Writes the summary of the job
# and the outputs of the action.
set -uo pipefail

case "$UNDECIDED" in
  pass | warn | fail) ;;
  *)
    echo "::error title=Wireduel::undecided: expected pass, warn or fail, got $UNDECIDED"
    exit 2
    ;;
esac

args=()
# One argument on each line. xargs knows quotes, and runs nothing of what it reads.
if ! words=$(xargs -r -n 1 printf '%s\n' <<<"$ARGS"); then
  echo "::error title=Wireduel::args: a quote is not closed"
  exit 2
fi
while IFS= read -r word; do [ -n "$word" ] && args+=("$word"); done <<<"$words"
[ -n "$BASE" ] && args+=(--base "$BASE")
[ -n "$HEAD" ] && args+=(--head "$HEAD")
[ -n "$FAIL_IF_SLOWER" ] && args+=(--fail-if-slower "$FAIL_IF_SLOWER")
while IFS= read -r rule; do [ -n "$rule" ] && args+=(--fail-if "$rule"); done <<<"$FAIL_IF"

report="$RUNNER_TEMP/wireduel-gate.md"
# An old bash, such as that of macOS, takes an empty list for a variable that is not set.
node "$GITHUB_ACTION_PATH/packages/cli/bin/wireduel.js" gate ${args[@]+"${args[@]}"} --format markdown >"$report"
code=$?

case $code in
  0) verdict=passed ;;
  3) verdict=failed ;;
  4) verdict=undecided ;;
  *) verdict=error ;;
esac
cat "$report" >>"$GITHUB_STEP_SUMMARY"
{
  echo "exit-code=$code"
  echo "verdict=$verdict"
  # Nothing was measured if it is empty.
  [ -s "$report" ] && echo "report=$report"
} >>"$GITHUB_OUTPUT"

if [ $code -ne 4 ]; then
  [ $code -eq 0 ] || echo "::error title=Wireduel::the gate ended with exit code $code ($verdict)"
  exit $code
fi
case "$UNDECIDED" in
  pass) exit 0 ;;
  warn)
    echo "::warning title=Wireduel::the gate is undecided: allow more time or more rounds"
    exit 0
    ;;
  fail)
    echo "::error title=Wireduel::the gate is undecided: allow more time or more rounds"
    exit 4
    ;;
esac
