-- pg-boss makes the queue of its schedules itself, and says nothing when it may not: without it no
-- schedule ever runs, and the app's role may not make tables.
SELECT pgboss.create_queue(name, json_build_object('policy', policy))
FROM (VALUES
  ('purchase-notice', 'standard'),
  ('refresh-reports', 'short'),
  ('__pgboss__send-it', 'standard')
) AS queue (name, policy);
