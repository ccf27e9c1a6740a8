# install_triton: a Python environment with the wheel that carries tritonserver, in $home/venv, and a
# backend folder whose stub fits the interpreter, in $home/backends. Both are stamped with what they
# were made from and made anew when that changes.

# The stub links to libpython, which a Python may come without; LIBDIR is where it would be.
has_shared_libpython() {
  "$1" - <<'PY' 2>/dev/null
import os, subprocess, sys, sysconfig
name = sysconfig.get_config_var("INSTSONAME") or ""
folder = sysconfig.get_config_var("LIBDIR") or ""
load = f"import ctypes; ctypes.CDLL({name!r})"
environment = {**os.environ, "LD_LIBRARY_PATH": folder}
sys.exit(not name.startswith("libpython") or subprocess.call([sys.executable, "-c", load], env=environment))
PY
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 /usr/bin/python3}; do
    if command -v "$candidate" >/dev/null && has_shared_libpython "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

install_triton() {
  local python stamp site
  if ! python=$(find_python); then
    install_packages "libpython$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    python=$(find_python) || {
      echo "no Python 3.8 to 3.11 with a shared libpython; name one with PYTHON=..." >&2
      return 1
    }
  fi
  stamp=$("$python" -c 'import sys; print(sys.version)' | cat - "$here/requirements.txt" | sha256sum)
  [ "$(cat "$home/stamp" 2>/dev/null)" != "$stamp" ] || return 0

  rm -rf "$home/stamp" "$home/venv" "$home/backends"
  "$python" -m venv "$home/venv"
  retry "$home/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  site=$("$home/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  local triton=$site/pytriton/tritonserver
  local minor
  minor=$("$home/venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  cp -r "$triton/backends" "$home/backends"
  cp "$triton/python_backend_stubs/$minor/triton_python_backend_stub" "$home/backends/python/"
  echo "$stamp" >"$home/stamp"
}
