SELECT pgboss.create_queue(name, json_build_object('policy', policy))
FROM (VALUES
  ('purchase-notice', 'standard'),
  ('refresh-reports', 'short')
) AS queue (name, policy);
