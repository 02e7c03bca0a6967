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
