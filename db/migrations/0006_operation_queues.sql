SELECT pgboss.create_queue('admin-notices', json_build_object('policy', 'short'));
--> statement-breakpoint
SELECT pgboss.create_queue('retention', json_build_object('policy', 'short'));
