SELECT pgboss.create_queue('purchase-notice', json_build_object('policy', 'standard'));
