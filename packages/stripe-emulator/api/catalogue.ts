import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { integer, metadata, required, text } from "../http/params";
import { invalid, missing } from "../http/stripe-error";
import { createPrice, createProduct } from "../model/products";
import { newId, nowSeconds } from "../store";
import { found, type Route, route } from "./route";

export const catalogueRoutes: readonly Route[] = [
  route(
    "POST",
    "/v1/products",
    ["name", "description", "metadata", "active", "type", "images", "url"],
    ({ world, params }) => {
      const product = createProduct(world.store, {
        name: required(params, "name"),
        description: text(params, "description"),
        metadata: metadata(params),
      });
      world.emitter.emit("product.created", product);
      return product;
    },
  ),
  route("GET", "/v1/products", [...LIST_PARAMS, "active"], ({ world, params }) =>
    listPage(Object.values(world.store.state.products), params, "/v1/products", "product"),
  ),
  route("GET", "/v1/products/:id", [], ({ world, path }) =>
    found(world.store.state.products, path.id, (id) => missing("product", id)),
  ),
  route(
    "POST",
    "/v1/prices",
    ["currency", "unit_amount", "product", "product_data", "metadata", "nickname", "recurring"],
    ({ world, params }) => {
      const product = required(params, "product");
      found(world.store.state.products, product, (id) => missing("product", id, "product"));
      const unitAmount = integer(params, "unit_amount");
      if (unitAmount === undefined)
        throw invalid("Missing required param: unit_amount.", "unit_amount", "parameter_missing");
      const price = createPrice(world.store, {
        product,
        currency: required(params, "currency").toLowerCase(),
        unitAmount,
        metadata: metadata(params),
      });
      world.emitter.emit("price.created", price);
      return price;
    },
  ),
  route("GET", "/v1/prices", [...LIST_PARAMS, "product", "active"], ({ world, params }) => {
    const product = text(params, "product");
    return listPage(
      Object.values(world.store.state.prices).filter(
        (price) => !product || price.product === product,
      ),
      params,
      "/v1/prices",
      "price",
    );
  }),
  route("GET", "/v1/prices/:id", [], ({ world, path }) =>
    found(world.store.state.prices, path.id, (id) => missing("price", id)),
  ),
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
