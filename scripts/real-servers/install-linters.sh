# install_linters: what the templates of `bench ci init` and action.yml are held to: actionlint and
# check-jsonschema (it carries GitLab's and GitHub's own schemas) in $home/linters, and Debian's shellcheck.
# Takes the Go there is, else Debian's, which is too old for this actionlint and so fetches a newer one.
install_linters() {
  local go actionlint=v1.7.7 schemas=0.31.3 stamp work=$home/linters
  install_packages shellcheck
  stamp="actionlint $actionlint check-jsonschema $schemas"
  [ "$(cat "$work/stamp" 2>/dev/null)" != "$stamp" ] || return 0

  go=$(PATH=$PATH:/usr/local/go/bin command -v go) || {
    install_packages golang-go
    go=$(command -v go)
  }
  rm -rf "$work"
  retry env CGO_ENABLED=0 GOBIN="$work/bin" "$go" install "github.com/rhysd/actionlint/cmd/actionlint@$actionlint"
  python3 -m venv "$work/venv"
  retry "$work/venv/bin/pip" install --quiet --disable-pip-version-check "check-jsonschema==$schemas"
  echo "$stamp" >"$work/stamp"
}
