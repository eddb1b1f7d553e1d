#!/usr/bin/env bash
# Makes the cluster, its superuser and its database at the first start, as the official image does.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -d -m 700 "$PGDATA"
  initdb -D "$PGDATA" -A scram-sha-256 -U "$POSTGRES_USER" --pwfile=<(printf %s "$POSTGRES_PASSWORD") -E UTF8 >/dev/null
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start >/dev/null
  PGPASSWORD=$POSTGRES_PASSWORD psql -h /var/run/postgresql -U "$POSTGRES_USER" -d postgres -v ON_ERROR_STOP=1 \
    -v database="$POSTGRES_DB" -q <<<'CREATE DATABASE :"database"'
  pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
fi
exec "$@"
