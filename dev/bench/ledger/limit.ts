import { createHash, randomUUID } from "node:crypto";
import postgres from "postgres";

/**
 * What this machine can do: spends with idempotency key, lots, hash chain and running balance, each
 * durable, in plain PostgreSQL, without the guards and the service around them. The ledger's speed
 * is stated as a ratio to it, measured in the same run.
 */
const TABLES = `
  create table accounts (id uuid primary key, balance bigint not null, held bigint not null,
    lot_sum bigint not null, seq bigint not null, head bytea not null) with (fillfactor = 60);
  create table lots (account_id uuid, id uuid, granted bigint not null, remaining bigint not null,
    priority int not null, expires_at timestamptz, seq bigint not null,
    primary key (account_id, id)) with (fillfactor = 60);
  create table entries (account_id uuid, seq bigint, key text not null, kind smallint not null,
    amount bigint not null, balance_after bigint not null, contra smallint not null,
    source text not null, actor text not null, reason text not null, metadata jsonb,
    lots uuid[] not null, taken bigint[] not null, hash bytea not null,
    created_at timestamptz not null, primary key (account_id, seq), unique (account_id, key),
    check (amount <> 0), check (amount > 0 or balance_after >= 0));
  create table bench_rows (id uuid primary key, account uuid, amount numeric, note text);`;

const READS = {
  accounts:
    "select id, balance, held, seq, head from accounts where id = any($1::uuid[]) order by id for update",
  known:
    "select e.account_id, e.key, e.seq from unnest($1::uuid[], $2::text[]) k(a, t) join entries e on e.account_id = k.a and e.key = k.t",
  lots: "select l.* from unnest($1::uuid[]) a, lateral (select account_id, id, remaining from lots where account_id = a and remaining > 0 order by priority, expires_at limit 4) l",
};
const WRITES = {
  entries: `insert into entries select a, s, k, 1, m, b, 2, 'service:llm', 'svc', 'gpt-4o, 1,204 tokens',
    '{"model":"gpt-4o"}', array[l], array[-m], h, $8::timestamptz
    from unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[], $7::bytea[]) u(a, s, k, m, b, l, h)`,
  accounts:
    "update accounts x set balance = b, lot_sum = b, seq = s, head = h from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[]) u(a, b, s, h) where x.id = u.a",
  lots: "update lots x set remaining = r from unnest($1::uuid[], $2::uuid[], $3::bigint[]) u(a, l, r) where x.account_id = u.a and x.id = u.l",
};

interface Item {
  readonly account: string;
  readonly key: string;
  readonly amount: bigint;
}

interface State {
  readonly id: string;
  balance: bigint;
  readonly held: bigint;
  seq: number;
  head: Buffer;
  readonly lots: { readonly id: string; remaining: bigint; changed: boolean }[];
}

/** Makes the tables, and accounts with one lot each. */
export async function fillLimit(url: string, accounts: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(TABLES);
  await sql`insert into accounts select id, 1000000000000000, 0, 1000000000000000, 1, '' from unnest(${[...accounts]}::uuid[]) id`;
  await sql`insert into lots select id, id, 1000000000000000, 1000000000000000, 100, null, 1 from unnest(${[...accounts]}::uuid[]) id`;
  await sql`analyze`;
  await sql.end();
}

/** Two lanes of batches of a hundred, each with a connection of its own. */
export async function openLimit(url: string) {
  const clients = [0, 1].map(() => postgres(url, { max: 1, onnotice: () => {} }));
  const lanes = await Promise.all(
    clients.map(async (client) => {
      const connection = await client.reserve();
      // As in db/pipelined.ts: plans made while the tables were empty would read all of them later.
      await connection.unsafe(
        "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off",
      );
      return openLane(connection);
    }),
  );
  return {
    spend(account: string): Promise<void> {
      const lane = lanes[Number.parseInt(account.slice(-4), 16) % lanes.length];
      if (!lane) throw new Error("there are two lanes");
      return lane({ account, key: randomUUID(), amount: 500_000n });
    },
    close: () => Promise.all(clients.map((client) => client.end({ timeout: 1 }))),
  };
}

function openLane(connection: postgres.ReservedSql) {
  const waiting: { item: Item; done: () => void; failed: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      try {
        await runBatch(
          connection,
          batch.map(({ item }) => item),
        );
        for (const { done } of batch) done();
      } catch (error) {
        await connection.unsafe("rollback").catch(() => {});
        for (const { failed } of batch) failed(error);
      }
    }
    busy = false;
  };
  return (item: Item) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy) void drain();
    });
}

async function runBatch(connection: postgres.ReservedSql, items: readonly Item[]): Promise<void> {
  const run = (text: string, params: unknown[]) =>
    connection.unsafe(text, params as never[], { prepare: true });
  const ids = [...new Set(items.map(({ account }) => account))].sort();
  const [, rows, known, lots] = await Promise.all([
    connection.unsafe("begin"),
    run(READS.accounts, [ids]),
    run(READS.known, [items.map(({ account }) => account), items.map(({ key }) => key)]),
    run(READS.lots, [ids]),
  ]);
  const states = new Map(
    rows.map((row): [string, State] => [
      row.id,
      {
        id: row.id,
        balance: BigInt(row.balance),
        held: BigInt(row.held),
        seq: Number(row.seq),
        head: row.head,
        lots: [],
      },
    ]),
  );
  for (const lot of lots) {
    const own = { id: lot.id, remaining: BigInt(lot.remaining), changed: false };
    states.get(lot.account_id)?.lots.push(own);
  }
  await write(
    run,
    connection,
    items,
    states,
    new Set(known.map((row) => row.account_id + row.key)),
  );
}

async function write(
  run: (text: string, params: unknown[]) => Promise<unknown>,
  connection: postgres.ReservedSql,
  items: readonly Item[],
  states: ReadonlyMap<string, State>,
  known: Set<string>,
): Promise<void> {
  const at = new Date().toISOString();
  const columns: [string[], number[], string[], string[], string[], string[], string[]] = [
    [],
    [],
    [],
    [],
    [],
    [],
    [],
  ];
  const touched = new Set<State>();
  for (const { account, key, amount } of items) {
    const state = states.get(account);
    const lot = state?.lots.find(({ remaining }) => remaining >= amount);
    if (!state || !lot || known.has(account + key)) continue;
    known.add(account + key);
    lot.remaining -= amount;
    lot.changed = true;
    state.balance -= amount;
    state.seq += 1;
    state.head = createHash("sha256")
      .update(state.head)
      .update(
        `${account}|${state.seq}|${key}|-${amount}|${state.balance}|svc|gpt-4o, 1,204 tokens|${lot.id}|${at}`,
      )
      .digest();
    touched.add(state);
    const row = [
      account,
      state.seq,
      key,
      `-${amount}`,
      String(state.balance),
      lot.id,
      hex(state.head),
    ];
    for (const [index, value] of row.entries()) (columns[index] as unknown[]).push(value);
  }
  const changed = [...touched];
  const lots = changed.flatMap(({ id, lots: own }) =>
    own.filter((lot) => lot.changed).map((lot) => ({ ...lot, account: id })),
  );
  await Promise.all([
    run(WRITES.entries, [...columns, at]),
    run(WRITES.accounts, [
      changed.map(({ id }) => id),
      changed.map(({ balance }) => String(balance)),
      changed.map(({ seq }) => seq),
      changed.map(({ head }) => hex(head)),
    ]),
    run(WRITES.lots, [
      lots.map(({ account }) => account),
      lots.map(({ id }) => id),
      lots.map(({ remaining }) => String(remaining)),
    ]),
    connection.unsafe("commit"),
  ]);
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
