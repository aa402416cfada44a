#!/bin/sh
# Starts the stand-in host the way Playwright starts Electron. `exec` keeps one process id for both, so that killing the
# app in a spec kills the app.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "$here/../../../node_modules/node/bin/node" --disable-warning=ExperimentalWarning --inspect=0 "$here/run.ts" "$@"
