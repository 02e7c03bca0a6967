import type Stripe from "stripe";
import { LIST_PARAMS, listPage } from "../http/lists";
import { changeMetadata, flag, integer, list, metadata, required, text } from "../http/params";
import { invalid, missing, missingParam } from "../http/stripe-error";
import { createPrice, createProduct, holdLookupKey } from "../model/products";
import { type Call, found, type Route, route } from "./route";

export const catalogueRoutes: readonly Route[] = [
  route(
    "POST",
    "/v1/products",
    ["id", "name", "description", "metadata", "active", "type", "images", "url", "tax_code"],
    ({ world, params }) => {
      const id = text(params, "id");
      if (id !== undefined && world.store.state.products[id]) {
        throw invalid("Product already exists.", "id", "resource_already_exists");
      }
      const product = createProduct(world.store, {
        id,
        name: required(params, "name"),
        description: text(params, "description"),
        active: flag(params, "active"),
        metadata: metadata(params),
      });
      world.emitter.emit("product.created", product);
      return product;
    },
  ),
  route("GET", "/v1/products", [...LIST_PARAMS, "active", "ids"], ({ world, params }) => {
    const active = flag(params, "active");
    const ids = list(params, "ids").map(String);
    const all = Object.values(world.store.state.products).filter(
      (product) =>
        (active === undefined || product.active === active) &&
        (ids.length === 0 || ids.includes(product.id)),
    );
    return listPage(all, params, "/v1/products", "product");
  }),
  route("GET", "/v1/products/:id", [], findProduct),
  route(
    "POST",
    "/v1/products/:id",
    ["name", "description", "metadata", "active", "images", "url", "tax_code"],
    updateProduct,
  ),
  route(
    "POST",
    "/v1/prices",
    [
      ...["currency", "unit_amount", "product", "metadata", "nickname", "recurring", "active"],
      ...["lookup_key", "transfer_lookup_key", "tax_behavior"],
    ],
    ({ world, params }) => {
      const product = required(params, "product");
      found(world.store.state.products, product, (id) => missingParam("product", id, "product"));
      const unitAmount = integer(params, "unit_amount");
      if (unitAmount === undefined)
        throw invalid("Missing required param: unit_amount.", "unit_amount", "parameter_missing");
      const lookupKey = text(params, "lookup_key");
      if (lookupKey) holdLookupKey(world.store, lookupKey, flag(params, "transfer_lookup_key"));
      const price = createPrice(world.store, {
        product,
        currency: required(params, "currency").toLowerCase(),
        unitAmount,
        lookupKey,
        nickname: text(params, "nickname"),
        active: flag(params, "active"),
        metadata: metadata(params),
      });
      world.emitter.emit("price.created", price);
      return price;
    },
  ),
  route(
    "GET",
    "/v1/prices",
    [...LIST_PARAMS, "product", "active", "lookup_keys", "currency", "type"],
    ({ world, params }) => {
      const product = text(params, "product");
      const currency = text(params, "currency");
      const active = flag(params, "active");
      const keys = list(params, "lookup_keys").map(String);
      const all = Object.values(world.store.state.prices).filter(
        (price) =>
          (!product || price.product === product) &&
          (!currency || price.currency === currency) &&
          (active === undefined || price.active === active) &&
          (keys.length === 0 || (price.lookup_key !== null && keys.includes(price.lookup_key))),
      );
      return listPage(all, params, "/v1/prices", "price");
    },
  ),
  route("GET", "/v1/prices/:id", [], findPrice),
  route(
    "POST",
    "/v1/prices/:id",
    ["active", "metadata", "nickname", "lookup_key", "transfer_lookup_key", "tax_behavior"],
    updatePrice,
  ),
];

function updateProduct(call: Call): Stripe.Product {
  const { world, params } = call;
  const product = findProduct(call);
  const { name, description, active } = product;
  const previous = { name, description, active, metadata: { ...product.metadata } };
  product.name = text(params, "name") ?? name;
  if ("description" in params) product.description = text(params, "description") ?? null;
  product.active = flag(params, "active") ?? active;
  product.metadata = changeMetadata(product.metadata, params);
  world.store.changed();
  world.emitter.emit("product.updated", product, previous);
  return product;
}

function updatePrice(call: Call): Stripe.Price {
  const { world, params } = call;
  const price = findPrice(call);
  const { active, nickname, lookup_key } = price;
  const previous = { active, nickname, lookup_key, metadata: { ...price.metadata } };
  const key = text(params, "lookup_key");
  if (key !== undefined && key !== lookup_key) {
    holdLookupKey(world.store, key, flag(params, "transfer_lookup_key"));
    price.lookup_key = key;
  }
  price.active = flag(params, "active") ?? active;
  price.nickname = text(params, "nickname") ?? nickname;
  price.metadata = changeMetadata(price.metadata, params);
  world.store.changed();
  world.emitter.emit("price.updated", price, previous);
  return price;
}

function findProduct({ world, path }: Call): Stripe.Product {
  return found(world.store.state.products, path.id, (id) => missing("product", id));
}

function findPrice({ world, path }: Call): Stripe.Price {
  return found(world.store.state.prices, path.id, (id) => missing("price", id));
}
