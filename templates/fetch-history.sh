# What an earlier run has left of its own, where the clone is kept.
git worktree prune
status=0
git ls-remote --exit-code "$BENCH_REMOTE" refs/heads/bench-history >/dev/null || status=$?
if [ "$status" = 0 ]; then
  git fetch --no-tags --depth=1 "$BENCH_REMOTE" +refs/heads/bench-history:refs/bench/history
  git worktree add --detach "$BENCH_HISTORY" refs/bench/history
elif [ "$status" = 2 ]; then
  echo "there is no branch bench-history yet: this run begins it"
  git worktree add --detach "$BENCH_HISTORY"
  git -C "$BENCH_HISTORY" checkout --orphan "bench-history-$$"
  git -C "$BENCH_HISTORY" rm -rfq --ignore-unmatch .
else
  exit "$status"
fi
