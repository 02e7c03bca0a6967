import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { env } from "@/env";

const USER_PRESENT_AND_VERIFIED = 0x05;
const HAS_CREDENTIAL = 0x40;

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

/** An authenticator in software: what a browser and a phone do with our challenges (WebAuthn 3). */
export class Authenticator {
  readonly id = randomBytes(16);
  readonly #key: KeyObject;
  readonly #publicJwk: { x?: string; y?: string };

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = pair.privateKey;
    this.#publicJwk = pair.publicKey.export({ format: "jwk" });
  }

  /** Makes a passkey for a challenge. @returns what the browser would send */
  register(challenge: string) {
    const data = Buffer.concat([
      this.#data(USER_PRESENT_AND_VERIFIED | HAS_CREDENTIAL),
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      isoCBOR.encode(this.#coseKey()),
    ]);
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(data)],
      ]) as never,
    );
    return this.#answer({
      clientDataJSON: base64url(this.#client("webauthn.create", challenge)),
      attestationObject: base64url(attestation),
      transports: ["internal"],
    });
  }

  /** Answers the challenge of a sign-in. */
  signIn(challenge: string) {
    const [data, client] = [
      this.#data(USER_PRESENT_AND_VERIFIED),
      this.#client("webauthn.get", challenge),
    ];
    const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
    return this.#answer({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(sign("sha256", signed, this.#key)),
    });
  }

  #answer<T>(response: T) {
    const id = base64url(this.id);
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  #data(flags: number): Buffer {
    const rpId = createHash("sha256").update(new URL(env().web.appUrl).hostname).digest();
    return Buffer.concat([rpId, Buffer.from([flags]), Buffer.alloc(4)]);
  }

  #client(type: string, challenge: string): Buffer {
    const { origin } = new URL(env().web.appUrl);
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** ES256 by RFC 9053. */
  #coseKey() {
    const { x = "", y = "" } = this.#publicJwk;
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
    return new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]) as never;
  }
}
