import { Hono } from "hono";
import type { World } from "../model/world";
import { stripeJsSource } from "./stripe-js-source";

/**
 * Stands in for https://js.stripe.com: what `loadStripe` of @stripe/stripe-js needs, with embedded
 * checkout. The loader takes a `window.Stripe` that is there already, so a page loads this script
 * before it calls `loadStripe`.
 */
export function stripeJs(world: World): Hono {
  const app = new Hono();
  const answer = (version: string) =>
    new Response(stripeJsSource(world.base, version), {
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
      },
    });
  app.get("/v3", () => answer("v3"));
  app.get("/v3/", () => answer("v3"));
  app.get("/:train{[a-z]+}/stripe.js", (context) => answer(context.req.param("train")));
  return app;
}
