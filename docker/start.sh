#!/bin/sh
# The container's only command: settings, schema, server.
set -eu

# .env.auth comes as a mounted file and not as variables, so that `docker restart` is enough after a
# change. It belongs to whoever runs Docker; the server, which is not root, gets a copy to read.
if [ -f /run/secrets/env-auth ]; then
  install --owner node --group node --mode 400 /run/secrets/env-auth .env.auth
fi

export HOME=/home/node
# Two containers may start at once: the migration lets one of them work and the other wait. exec
# makes the server the process that Docker's stop signal reaches.
exec setpriv --reuid node --regid node --init-groups --inh-caps=-all -- sh -c \
  'node --import tsx db/migrate.ts && exec node node_modules/next/dist/bin/next start'
