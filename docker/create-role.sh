#!/usr/bin/env bash
# Run once by the postgres image, on a new volume. One role owns the database and its tables and is
# used by db:migrate only; the app's role gets from it the rights that db/grants.ts lists. Neither is
# a superuser: for a superuser the ledger's guards (db/migrations/0001_guards.sql) would not hold.
set -euo pipefail

psql --username postgres --dbname postgres --set ON_ERROR_STOP=1 \
  --set role="$CREDITS_USER" --set password="$CREDITS_PASSWORD" --set name="$CREDITS_DB" \
  --set owner="$CREDITS_OWNER_USER" --set owner_password="$CREDITS_OWNER_PASSWORD" <<'SQL'
create role :"owner" login password :'owner_password';
create role :"role" login password :'password';
create database :"name" owner :"owner";
SQL
