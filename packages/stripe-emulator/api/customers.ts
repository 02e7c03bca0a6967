import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { metadata, text } from "../http/params";
import { missing } from "../http/stripe-error";
import { newId, nowSeconds } from "../store";
import { found, type Route, route } from "./route";

export const customerRoutes: readonly Route[] = [
  route(
    "POST",
    "/v1/customers",
    ["email", "name", "description", "metadata", "payment_method", "source", "phone"],
    ({ world, params }) => {
      const customer: Stripe.Customer = {
        id: newId("cus"),
        object: "customer",
        address: null,
        balance: 0,
        created: nowSeconds(),
        currency: null,
        default_source: null,
        delinquent: false,
        description: text(params, "description") ?? null,
        discount: null,
        email: text(params, "email") ?? null,
        invoice_prefix: newId("x").slice(2, 10).toUpperCase(),
        invoice_settings: {
          custom_fields: null,
          default_payment_method: null,
          footer: null,
          rendering_options: null,
        },
        livemode: false,
        metadata: metadata(params),
        name: text(params, "name") ?? null,
        next_invoice_sequence: 1,
        phone: text(params, "phone") ?? null,
        preferred_locales: [],
        shipping: null,
        tax_exempt: "none",
        test_clock: null,
      };
      world.store.state.customers[customer.id] = customer;
      world.store.changed();
      world.emitter.emit("customer.created", customer);
      return customer;
    },
  ),
  route("GET", "/v1/customers", [...LIST_PARAMS, "email"], ({ world, params }) => {
    const email = text(params, "email");
    return listPage(
      Object.values(world.store.state.customers).filter(
        (customer) => !email || customer.email === email,
      ),
      params,
      "/v1/customers",
      "customer",
    );
  }),
  route("GET", "/v1/customers/:id", [], ({ world, path }) =>
    found(world.store.state.customers, path.id, (id) => missing("customer", id)),
  ),
];
