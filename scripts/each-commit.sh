#!/usr/bin/env bash
# Proves that each commit of a range is green by itself: in a fresh checkout it builds, what is generated is fresh, the
# types hold, and `compile --check` finds nothing stale. Prints a table, and fails with the names of those that are not.
#
#   bash scripts/each-commit.sh BASE [HEAD]     the commits after BASE
#   bash scripts/each-commit.sh                 those since the last release tag, or else the last twenty
#
# Commits are held to this from the one that added this script; what came before it is left out, and the output says so.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

head=$(git rev-parse --verify --quiet "${2:-HEAD}^{commit}") || { echo "each-commit: \`${2:-HEAD}\` is no commit" >&2; exit 2; }
if [ $# -ge 1 ]; then
  base=$(git rev-parse --verify --quiet "$1^{commit}") || { echo "each-commit: \`$1\` is no commit" >&2; exit 2; }
  range=("$base..$head")
elif tag=$(git describe --tags --abbrev=0 --match 'v*' "$head" 2>/dev/null); then
  range=("$tag..$head")
else
  range=(--max-count=20 "$head")
fi
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo "each-commit: this clone is shallow, so only the commits that it has are looked at (git fetch --unshallow gets all)"
fi

mapfile -t commits < <(git rev-list --reverse --no-merges "${range[@]}")
work=$(mktemp -d)
trap 'git worktree remove --force "$work/tree" 2>/dev/null || true; rm -rf "$work"; git worktree prune' EXIT
[ ${#commits[@]} -eq 0 ] || git worktree add --quiet --detach "$work/tree" "$head"
installed=''
failed=()
left=0

# The modules of this checkout where a commit locks the same ones, its own where it does not.
modules() {
  local lock
  lock=$(git rev-parse "$1:package-lock.json")
  [ "$lock" != "$installed" ] || return 0
  rm -rf "$work/tree/node_modules"
  if [ -d node_modules ] && [ "$lock" = "$(git hash-object package-lock.json)" ]; then
    ln -s "$PWD/node_modules" "$work/tree/node_modules"
  else
    (cd "$work/tree" && npm ci --ignore-scripts --no-audit --no-fund) >>"$work/log" 2>&1 || return 1
  fi
  installed=$lock
}

check() {
  git -C "$work/tree" checkout --quiet --force --detach "$1" && git -C "$work/tree" clean -qdfx --exclude=node_modules || return 1
  modules "$1" || return 1
  (
    cd "$work/tree"
    step=build && npm run build &&
      step=generate && node scripts/generate.mjs --check &&
      step=types && npm run types &&
      step=compile && npm run compile -- --check || { echo "$step" >"$work/step"; exit 1; }
  ) >>"$work/log" 2>&1
}

for commit in "${commits[@]}"; do
  if ! git cat-file -e "$commit:scripts/each-commit.sh" 2>/dev/null; then
    left=$((left + 1))
    continue
  fi
  : >"$work/log"
  echo install >"$work/step"
  if check "$commit"; then verdict=ok; else
    verdict="FAILED at $(cat "$work/step")"
    failed+=("$(git log -1 --format='%h %s' "$commit")")
    tail -20 "$work/log" >&2
  fi
  printf '%-18s %s\n' "$verdict" "$(git log -1 --format='%h %s' "$commit")"
done

[ "$left" -eq 0 ] || echo "left out: $left from before this script was there"
if [ ${#failed[@]} -gt 0 ]; then
  printf '\n%s of %s are not green by themselves:\n' "${#failed[@]}" "${#commits[@]}" >&2
  printf '  %s\n' "${failed[@]}" >&2
  exit 1
fi
echo "$((${#commits[@]} - left)) commits are green by themselves"
