#!/usr/bin/env bash
# Run once by the postgres image, on a new volume. The app's role owns its database and is no
# superuser: for a superuser the ledger's guards (db/migrations/0001_guards.sql) would not hold.
set -euo pipefail

psql --username postgres --dbname postgres --set ON_ERROR_STOP=1 \
  --set role="$CREDITS_USER" --set password="$CREDITS_PASSWORD" --set name="$CREDITS_DB" <<'SQL'
create role :"role" login password :'password';
create database :"name" owner :"role";
SQL
