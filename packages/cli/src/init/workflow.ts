/** What stands for the account of GitHub that has Wireduel, if `init` does not know it. */
export const UNKNOWN_REPOSITORY = "OWNER/wireduel";

/**
 * A workflow of GitHub Actions: it runs the gate for each pull request, and posts the report.
 * @param repository the account and repository that has Wireduel
 */
export function workflowFile(repository: string): string {
  return `# Fails a pull request that makes your adapter slower. Base and head take turns on the same machine.
name: wireduel

on: pull_request

permissions:
  contents: read
  # For the comment with the report.
  pull-requests: write

concurrency:
  group: wireduel-\${{ github.ref }}
  cancel-in-progress: true

env:
  # The module of your adapter.
  ADAPTER: src/adapter.ts

jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - name: Check out the pull request
        uses: actions/checkout@v6
        with:
          path: head
          # What is checked out runs code of the pull request.
          persist-credentials: false
      - name: Check out its base
        uses: actions/checkout@v6
        with:
          ref: \${{ github.event.pull_request.base.sha }}
          path: base
          persist-credentials: false
      - name: Install both
        run: npm ci --prefix base && npm ci --prefix head
      - name: Gate
        uses: ${repository}@main
        with:
          base: base/\${{ env.ADAPTER }}
          head: head/\${{ env.ADAPTER }}
          fail-if-slower: 10%
          # What to do if the gate is undecided: pass, warn or fail.
          undecided: warn
          comment: true
          # Flags of \`wireduel gate\`: your payload, your network.
          args: --size 10kB --budget 2m
          # To gate new versions of a library instead, remove base and head, and write:
          # args: ws grpc --base-modules base --head-modules head --size 10kB --budget 2m
`;
}
