#!/usr/bin/env bash
# Posts the report as a comment of the pull request. A later run replaces the comment of an earlier run of the same job.
set -euo pipefail

# It stands inside of quotes and of a comment, so other characters are left out.
job="$GITHUB_WORKFLOW $GITHUB_JOB"
marker="<!-- wireduel gate: ${job//[^[:alnum:] ]/-} -->"
body="$RUNNER_TEMP/wireduel-comment.md"
{ echo "$marker"; cat "$REPORT"; } >"$body"

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
post() {
  local earlier
  earlier=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id") || return
  earlier=${earlier%%$'\n'*}
  if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$body"
  else
    gh api --silent --method POST "$comments" --field "body=@$body"
  fi
}

# The token of a pull request from a fork may only read. The gate has its verdict already, so this does not fail the job.
post || echo "::warning title=Wireduel::the report could not be posted; the summary of the job has it"
