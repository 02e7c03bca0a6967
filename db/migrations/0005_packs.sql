-- The four packs that Ops-Center sold. An admin may change them later: this runs once.
INSERT INTO packs (id, code, name, description, credits, price_minor, currency, discount_percent, popular, sort_order) VALUES
  ('01920000-0000-7000-8000-000000000001', 'starter', 'Starter Pack', 'For trying things out and small projects.', 1000000000, 1000, 'usd', 0, false, 1),
  ('01920000-0000-7000-8000-000000000002', 'standard', 'Standard Pack', 'For regular use, at a better price.', 5000000000, 4500, 'usd', 10, false, 2),
  ('01920000-0000-7000-8000-000000000003', 'pro', 'Pro Pack', 'For people who build with it every day.', 10000000000, 8000, 'usd', 20, true, 3),
  ('01920000-0000-7000-8000-000000000004', 'enterprise', 'Enterprise Pack', 'For teams and heavy workloads.', 50000000000, 35000, 'usd', 30, false, 4);
--> statement-breakpoint
-- A Stripe price has a fixed amount. When a pack's price changes, the Stripe price of before would sell
-- it at the old amount, so it is forgotten: sessions name the amount themselves until
-- npm run stripe:setup makes a new one. https://docs.stripe.com/api/prices
CREATE FUNCTION packs_forget_stripe_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stripe_price_id IS NOT DISTINCT FROM OLD.stripe_price_id THEN
    NEW.stripe_price_id := NULL;
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER packs_forget_stripe_price BEFORE UPDATE ON packs FOR EACH ROW
  WHEN (NEW.price_minor <> OLD.price_minor OR NEW.currency <> OLD.currency)
  EXECUTE FUNCTION packs_forget_stripe_price();
