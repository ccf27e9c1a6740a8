# install_go_echo: the gRPC server on grpc-go of test/real/servers/go-echo, built into $home/go-echo
# and stamped with the sources it was built from. Takes the Go there is, else Debian's.
install_go_echo() {
  local source=$here/../../test/real/servers/go-echo go stamp
  stamp=$(cat "$source"/main.go "$source"/go.mod "$source"/go.sum | sha256sum)
  [ "$(cat "$home/go-echo.stamp" 2>/dev/null)" != "$stamp" ] || return 0

  go=$(PATH=$PATH:/usr/local/go/bin command -v go) || {
    install_packages golang-go
    go=$(command -v go)
  }
  rm -f "$home/go-echo.stamp"
  (cd "$source" && retry env CGO_ENABLED=0 GOTOOLCHAIN=local "$go" build -trimpath -o "$home/go-echo" .)
  echo "$stamp" >"$home/go-echo.stamp"
}
