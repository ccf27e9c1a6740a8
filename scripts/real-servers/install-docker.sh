# install_docker: Debian's Docker engine and image registry (the tests start their own engine in a folder
# of its own), and $home/docker/rootfs.tar, from which images are made: no image can be counted on being
# pulled. It holds the Prometheus, the Triton and the Python that are installed, each with the libraries
# that it loads, at the places where their own images have them. Needs install_triton and prometheus.

# with_libraries ROOT FILE...: copies what these files load, to the same paths below ROOT.
with_libraries() {
  local root=$1
  shift
  { ldd "$@" 2>/dev/null || true; } | grep -oE '(=> )?/[^ ]+ \(0x' | grep -oE '/[^ ]+' | sort -u |
    while read -r library; do
      mkdir -p "$root$(dirname "$library")"
      cp -Ln "$library" "$root$library"
    done
}

build_rootfs() {
  local root=$1 python=$home/venv/bin/python site prefix stdlib version
  read -r site prefix stdlib version < <("$python" -c 'import sys, sysconfig; print(
    sysconfig.get_path("purelib"), sys.base_prefix, sysconfig.get_path("stdlib"),
    "%d.%d" % sys.version_info[:2])')

  mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},etc,tmp,proc,sys,dev,models,prometheus} \
    "$root"/opt/{python/{bin,lib},site/pytriton/tritonserver/bin,tritonserver}
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
  echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
  chmod 1777 "$root/tmp"

  cp -L /usr/bin/prometheus /bin/sh /bin/bash "$root/usr/bin/"
  cp -L "$site/pytriton/tritonserver/bin/tritonserver" "$root/opt/site/pytriton/tritonserver/bin/"
  cp -r "$site/nvidia_pytriton.libs" "$root/opt/site/"
  cp -r "$home/backends" "$root/opt/tritonserver/"
  cp -L "$prefix/bin/python$version" "$root/opt/python/bin/"
  ln -s "python$version" "$root/opt/python/bin/python3"
  tar -C "$(dirname "$stdlib")" -c --exclude site-packages --exclude dist-packages --exclude test \
    --exclude idlelib --exclude ensurepip --exclude 'config-*' --exclude __pycache__ \
    "python$version" | tar -C "$root/opt/python/lib" -x
  # Debian's Python looks for packages elsewhere than the others; the stub sets PYTHONPATH itself.
  mkdir -p "$root/opt/python/lib/python$version/site-packages" "$root/opt/python/lib/python3"
  cp -r "$site/numpy" "$site/numpy.libs" "$root/opt/python/lib/python$version/site-packages/"
  ln -s "../python$version/site-packages" "$root/opt/python/lib/python3/dist-packages"

  LD_LIBRARY_PATH=$prefix/lib:$site/nvidia_pytriton.libs with_libraries "$root" /usr/bin/prometheus \
    /bin/sh /bin/bash "$site/pytriton/tritonserver/bin/tritonserver" "$prefix/bin/python$version" \
    "$home/backends/python/triton_python_backend_stub" "$stdlib"/lib-dynload/*.so
  # What lies at paths of this machine is found by $ORIGIN and LD_LIBRARY_PATH where it lies in the image.
  local libpython
  libpython=$(find "$root$prefix/lib" "$root/usr/lib" -name "libpython$version.so*" -print -quit 2>/dev/null)
  cp -n "$libpython" "$root/opt/python/lib/"
  rm -rf "${root:?}$home"
  find "$root/opt/python/lib/python$version/site-packages/numpy" -type d -name tests -prune -exec rm -rf {} +
}

install_docker() {
  # Another engine's packages, where a developer has them, would have to go for Debian's.
  PATH=$PATH:/usr/sbin command -v dockerd >/dev/null || install_packages docker.io
  command -v docker >/dev/null || install_packages docker-cli
  install_packages docker-registry iptables
  local stamp work=$home/docker
  stamp=$(cat "$home/stamp" "$here/install-docker.sh" /usr/bin/prometheus | sha256sum)
  [ "$(cat "$work/stamp" 2>/dev/null)" != "$stamp" ] || return 0

  rm -rf "$work"
  mkdir -p "$work/rootfs"
  build_rootfs "$work/rootfs"
  tar -C "$work/rootfs" --numeric-owner --owner=0 --group=0 -cf "$work/rootfs.tar" .
  rm -rf "$work/rootfs"
  echo "$stamp" >"$work/stamp"
}
