#!/usr/bin/env bash
# Installs and builds the action's own checkout of Wireduel.
set -euo pipefail
cd "$GITHUB_ACTION_PATH"
npx --yes pnpm@10 install --frozen-lockfile
npx --yes pnpm@10 run build
