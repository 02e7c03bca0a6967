#!/bin/sh
# The backup service of compose: a dump now and then every BACKUP_EVERY_SECONDS, kept for
# BACKUP_KEEP_DAYS. `npm run restore` reads the files. PGHOST, PGUSER, … say which database.
set -eu
# A dump has names, addresses and password hashes: only its owner may read it.
umask 077

while true; do
  file="/backups/credits-$(date -u +%Y%m%dT%H%M%SZ).dump"
  # A name of its own until it is whole: what is there under the final name can be restored.
  if pg_dump --format=custom --file="$file.part" && mv "$file.part" "$file"; then
    size=$(wc -c <"$file")
    psql --quiet --set ON_ERROR_STOP=1 --set size="$size" <<'SQL'
insert into backups (id, finished_at, size_bytes) values (gen_random_uuid(), now(), :size);
SQL
    echo "Backed up $PGDATABASE to $file ($size bytes)"
    find /backups -name 'credits-*.dump' -mtime "+$BACKUP_KEEP_DAYS" -exec rm {} \;
  else
    echo "The backup failed; the next one is tried as planned" >&2
    rm -f "$file.part"
  fi
  sleep "$BACKUP_EVERY_SECONDS" &
  # So that a stop signal is heard at once.
  wait $!
done
