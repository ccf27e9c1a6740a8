# install_mermaid: what draws the charts of report.md on GitHub and GitLab, one version of each generation,
# as $home/mermaid/VERSION.js. The package with all it depends on is 100 MB; its built file is whole by itself.
MERMAID_VERSIONS=(10.9.8 11.17.2 12.3.0)

install_mermaid() {
  local version
  for version in "${MERMAID_VERSIONS[@]}"; do
    [ ! -e "$home/mermaid/$version.js" ] || continue
    mkdir -p "$home/mermaid/unpacked"
    (
      cd "$home/mermaid/unpacked"
      retry npm pack --silent "mermaid@$version" >/dev/null
      tar -xzf "mermaid-$version.tgz" package/dist/mermaid.min.js
      mv package/dist/mermaid.min.js "../$version.js"
    )
    rm -rf "$home/mermaid/unpacked"
  done
}
